/** What needs attention, on Cockpit's own start page: a few lines that lead to the whole. */
import { get } from '../shared/api.js';
import { element, fill, sign } from '../shared/dom.js';
import { busy, failed, hint } from '../shared/notices.js';
import { asOf } from './collected.js';

const LINES = 5;

let leaving;

export const attention = {
  id: 'clauseflow-attention',
  pluginPoint: 'cockpit.dashboard',
  priority: 10,
  render: node => {
    leaving = new AbortController();
    const place = element('div', {}, busy('Loading'));
    node.append(
      element('div', { class: 'clauseflow attention' },
        element('header', {}, element('h1', { class: 'section-title' }, 'What needs attention')),
        place));
    show(place, leaving.signal);
  },
  unmount: () => leaving.abort()
};

async function show(place, signal) {
  try {
    const { asOf: at, processes } = await get('performance/overview', {}, signal);
    const first = processes.filter(({ attention }) => attention > 0).slice(0, LINES);
    fill(place,
      first.length === 0
        ? element('p', { class: 'good' }, sign('ok'), 'Nothing that you answer for needs attention.')
        : element('ul', {}, first.map(line)),
      hint([element('a', { href: '#/performance' }, 'All processes'), ' · ', element('a', { href: '#/performance/waiting' }, 'Where work waits'),
        ' · the last 30 days.', asOf(at)]));
  } catch (problem) {
    if (!signal.aborted) {
      fill(place, problem.status === 403 ? hint('Figures are for those who answer for a process.') : failed(problem));
    }
  }
}

const line = ({ process, name, why, late }) =>
  element('li', {},
    sign('warning-sign'),
    element('a', { href: late > 0 ? `#/performance/cases?${new URLSearchParams({ process, state: 'late' })}` : `#/performance?${new URLSearchParams({ process })}` }, name),
    `: ${why}`);
