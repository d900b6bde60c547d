/** Surfaces and lines that are told apart without colours. */

const SIZE = 8;

const STROKES = {
  rising: draw => draw.lines([[0, SIZE, SIZE, 0], [-1, 1, 1, -1], [SIZE - 1, SIZE + 1, SIZE + 1, SIZE - 1]]),
  falling: draw => draw.lines([[0, 0, SIZE, SIZE], [-1, SIZE - 1, 1, SIZE + 1], [SIZE - 1, -1, SIZE + 1, 1]]),
  crossed: draw => {
    STROKES.rising(draw);
    STROKES.falling(draw);
  },
  level: draw => draw.lines([[0, SIZE / 2, SIZE, SIZE / 2]]),
  dotted: draw => draw.dot(SIZE / 2, SIZE / 2)
};

/** Strokes of a colour on a ground; the lighter the ground, the lighter the surface in grey. */
export function pattern(kind, colour, ground = '#fff') {
  const tile = document.createElement('canvas');
  tile.width = SIZE;
  tile.height = SIZE;
  const pen = tile.getContext('2d');
  pen.fillStyle = ground;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineWidth = 1.5;
  STROKES[kind]({
    lines: all => all.forEach(([x, y, toX, toY]) => {
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(toX, toY);
      pen.stroke();
    }),
    dot: (x, y) => {
      pen.beginPath();
      pen.arc(x, y, 1.6, 0, 2 * Math.PI);
      pen.fill();
    }
  });
  return pen.createPattern(tile, 'repeat');
}

export const bars = (label, data, backgroundColor, borderColor, more = {}) =>
  ({ type: 'bar', label, data, backgroundColor, borderColor, borderWidth: 1, pointStyle: 'rect', ...more });

/** dash: [length of a stroke, of a gap]; shape: how its points look */
export const line = (label, data, colour, shape, dash = [], more = {}) =>
  ({
    type: 'line', label, data, borderColor: colour, backgroundColor: colour, borderWidth: 2, borderDash: dash,
    pointStyle: shape, pointRadius: 4, spanGaps: true, ...more
  });
