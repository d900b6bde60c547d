/** How many obligations stand how: each figure leads to them. */
import { element, sign } from '../shared/dom.js';
import { STATES } from './states.js';

export function counts(counts, filter) {
  const figure = (number, words, change, style, icon) => {
    const chosen = Object.entries(change).every(([name, value]) => filter[name] === value);
    return element('li', {},
      element('a', { href: filter.href(change), class: style, 'aria-current': chosen ? 'true' : null },
        element('span', { class: 'value' }, number),
        element('span', { class: 'stats-label' }, icon && sign(icon), words)));
  };
  const ofState = key =>
    figure(counts[key], STATES[key].word.toLowerCase(), { state: key, late: '' }, STATES[key].style, STATES[key].sign);
  return element('ul', { class: 'figures', 'aria-label': 'How the obligations stand' },
    figure(counts.obligations, 'obligations', { state: '', late: '' }),
    Object.keys(STATES).map(ofState),
    figure(counts.late, 'late', { state: '', late: 'true' }, counts.late > 0 ? 'bad' : null, 'time'));
}
