/** What the colours mean, in words. */
import { element } from '../shared/dom.js';

export const legend = ({ means, steps }) =>
  element('div', { class: 'heat-legend' },
    element('span', {}, means, ' '),
    steps.length === 0
      ? element('span', {}, 'There is nothing to count.')
      : element('ul', { 'aria-label': 'Colours' }, steps.map(({ color, words }) => element('li', {}, swatch(color), words))));

function swatch(color) {
  const node = element('span', { class: 'swatch', 'aria-hidden': 'true' });
  node.style.background = color;
  return node;
}
