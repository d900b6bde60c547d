/** All processes together; what leads to cases leads to those. */
import { element, sign } from '../shared/dom.js';
import { share } from './share.js';

export function totals({ processes, from, until }, filter) {
  const sum = name => processes.reduce((all, row) => all + row[name], 0);
  const [opened, closed, open, late] = ['opened', 'closed', 'open', 'late'].map(sum);
  const [met, missed] = ['targetsMet', 'targetsMissed'].map(sum);
  const cases = more => '#/performance/cases' + filter.query({ from, until, ...more });
  return element('ul', { class: 'figures', 'aria-label': 'All processes together' },
    figure(opened, 'opened'),
    figure(closed, 'closed', { href: cases({ state: 'closed' }) }),
    figure(open, 'open', { href: cases({ state: 'open', from: '' }) }),
    figure(late, 'late', { href: cases({ state: 'late', from: '' }), style: late > 0 ? 'bad' : null, icon: 'time' }),
    figure(share(met, missed) || '–', 'targets met'),
    figure(sum('reopened'), 'reopened'));
}

const figure = (value, words, { href, style, icon } = {}) =>
  element('li', {},
    element(href ? 'a' : 'div', { href, class: ['figure', style].filter(Boolean).join(' ') },
      element('span', { class: 'value' }, value),
      element('span', { class: 'stats-label' }, icon && sign(icon), words)));
