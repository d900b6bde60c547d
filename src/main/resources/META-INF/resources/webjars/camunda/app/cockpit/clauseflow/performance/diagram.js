/** A process as its model draws it, with something laid over its elements. */
import { getText } from '../shared/api.js';
import { element } from '../shared/dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const LETTERS = 11;

/** The picture is read as XML and never as HTML; it holds shapes and text. */
export async function drawing(path, parameters, signal) {
  const read = new DOMParser().parseFromString(await getText(path, parameters, signal), 'image/svg+xml');
  const picture = document.importNode(read.documentElement, true);
  picture.setAttribute('role', 'group');
  return picture;
}

/**
 * Shows a drawing in a box that scrolls, as wide as the box at first, and lays over its elements what `lay` says of each:
 * { color, label, href, says }, or nothing. `at` is the element to be shown first.
 */
export function diagram({ picture, title, lay = () => null, at }) {
  const box = element('div', { class: 'picture heat-picture', tabindex: 0, role: 'region', 'aria-label': title }, picture);
  picture.setAttribute('aria-label', title);
  const natural = { width: Number(picture.getAttribute('width')), height: Number(picture.getAttribute('height')) };
  const labels = [];
  let scale = 1;
  const zoom = to => {
    scale = Math.min(2, Math.max(0.1, to));
    picture.setAttribute('width', natural.width * scale);
    picture.setAttribute('height', natural.height * scale);
    labels.forEach(label => resize(label, scale));
  };
  let fitting = true;
  const whole = () => {
    fitting = true;
    zoom(Math.min(1, (box.clientWidth - 2) / natural.width));
  };
  const by = factor => {
    fitting = false;
    zoom(scale * factor);
  };
  const button = (sign, label, click) =>
    element('button', { type: 'button', class: 'btn btn-default btn-sm', 'aria-label': `${label}: ${title}`, title: label, click },
      element('span', { class: `glyphicon glyphicon-${sign}`, 'aria-hidden': 'true' }));
  const figure = element('figure', { class: 'heat-figure' },
    element('figcaption', {}, element('span', {}, title),
      element('span', { class: 'btn-group' },
        button('zoom-out', 'Smaller', () => by(0.8)),
        button('zoom-in', 'Larger', () => by(1.25)),
        button('resize-horizontal', 'Whole width', whole))),
    box);
  let seen = false;
  const look = () => {
    if (!seen) {
      for (const group of picture.querySelectorAll('[data-element]')) {
        const laid = lay(group.dataset.element);
        const label = laid && cover(group, laid);
        if (label) {
          labels.push(label);
        }
      }
    }
    if (fitting) {
      whole();
    }
    if (!seen && at) {
      emphasize(picture, box, at);
    }
    seen = true;
  };
  // a size is known only of what is seen
  new ResizeObserver(() => requestAnimationFrame(() => box.clientWidth > 0 && look())).observe(box);
  return { figure, box };
}

/** Colours an element, and gives the label that is laid over it, if any. */
function cover(group, { color, label, href, says }) {
  const shape = group.querySelector('rect, circle, path');
  if (color && shape) {
    shape.setAttribute('fill', color);
  }
  if (!label) {
    return null;
  }
  const { x, width, y } = group.getBBox();
  const text = node('text', { 'font-weight': 'bold', 'text-anchor': 'middle', fill: '#222', x: x + width / 2, y });
  text.textContent = label;
  const name = node('title', {});
  name.textContent = says;
  const frame = node('rect', { fill: '#fff', stroke: '#222' });
  const link = node('a', { href, 'aria-label': says, class: 'heat-label' });
  link.append(name, frame, text);
  group.parentNode.append(link);
  group.classList.add('heat-element');
  group.addEventListener('click', () => {
    location.hash = href;
  });
  return { text, frame };
}

/** As large on the screen at any scale. */
function resize({ text, frame }, scale) {
  text.setAttribute('font-size', LETTERS / scale);
  const { x, y, width, height } = text.getBBox();
  const [aside, above] = [3 / scale, 1 / scale];
  Object.entries({
    x: x - aside, y: y - above, width: width + 2 * aside, height: height + 2 * above, rx: 3 / scale, 'stroke-width': 1 / scale
  }).forEach(([name, value]) => frame.setAttribute(name, value));
}

/** A frame around an element that somebody was led to, in the middle of what is seen. */
function emphasize(picture, box, at) {
  const group = [...picture.querySelectorAll('[data-element]')].find(one => one.dataset.element === at);
  if (group) {
    const { x, y, width, height } = group.getBBox();
    group.before(node('rect', {
      x: x - 12, y: y - 12, width: width + 24, height: height + 24, rx: 12, fill: 'none', stroke: '#155cb5', 'stroke-width': 8,
      'stroke-dasharray': '20 8', 'pointer-events': 'none', 'data-emphasized': at
    }));
    const [inner, outer] = [group.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollLeft += inner.left - outer.left - outer.width / 2 + inner.width / 2;
    box.scrollTop += inner.top - outer.top - outer.height / 2 + inner.height / 2;
  }
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  return made;
}

/** Two that are compared are looked at in the same place. */
export function together(first, second) {
  const follow = (leader, follower) => leader.addEventListener('scroll', () => {
    if (document.activeElement === leader || leader.matches(':hover')) {
      follower.scrollLeft = leader.scrollLeft;
      follower.scrollTop = leader.scrollTop;
    }
  });
  follow(first, second);
  follow(second, first);
}
