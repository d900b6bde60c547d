/** A picture of figures, with the same figures as a table beside it for who reads or listens. */
import { element, fill } from '../shared/dom.js';
import { failed, hint } from '../shared/notices.js';
import { library } from './library.js';

/** config: what Chart.js draws; numbers: the table that says the same; empty: said where there is nothing to draw */
export function chart({ title, config, numbers, empty, height = 230, signal }) {
  if (empty) {
    return element('figure', {}, element('figcaption', {}, title), hint(empty));
  }
  const canvas = element('canvas', { role: 'img', 'aria-label': `${title}; the numbers are in the table that follows` });
  const place = element('div', { class: 'chart' }, canvas);
  place.style.height = `${height}px`;
  library()
    .then(Chart => {
      if (!signal.aborted) {
        const drawn = new Chart(canvas, config());
        signal.addEventListener('abort', () => drawn.destroy());
      }
    })
    .catch(problem => fill(place, failed(problem)));
  return element('figure', {},
    element('figcaption', {}, title),
    place,
    element('details', {}, element('summary', {}, 'Numbers', element('span', { class: 'sr-only' }, ` of ${title}`)), element('div', { class: 'numbers' }, numbers)));
}
