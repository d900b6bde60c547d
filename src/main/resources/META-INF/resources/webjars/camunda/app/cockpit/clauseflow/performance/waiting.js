/** Where work waits now: queues by role and age, cases in progress, and which targets are about to be missed. */
import { get } from '../shared/api.js';
import { time } from '../shared/dates.js';
import { element } from '../shared/dom.js';
import { lasting } from '../shared/durations.js';
import { field, select } from '../shared/form.js';
import { failed } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { paged, table } from '../shared/table.js';
import { ages } from './ages.js';
import { due } from './due.js';
import { caseLink } from './links.js';
import { offeredProcesses } from './offers.js';
import { tabs } from './tabs.js';

export const waiting = page({
  path: '/performance/waiting',
  title: 'Performance',
  tabs,
  show: async ({ query, signal }) => {
    const process = query.get('process') ?? '';
    const [choices, found] = await Promise.all([
      get('performance/choices', {}, signal),
      get('performance/waiting', { process, size: 10 }, signal).catch(problem => problem)
    ]);
    if (found instanceof Error) {
      return [filter(choices, process), failed(found)];
    }
    return [
      filter(choices, process),
      element('p', { role: 'status' }, 'As of ', time(found.asOf), '; times are UTC'),
      element('h2', { class: 'next' }, 'Targets about to be missed'),
      element('div', { class: 'narrow' }, forecast(found)),
      element('h2', { class: 'next' }, 'Missed, and next to be missed'),
      paged({
        size: 10,
        load: part => (part.page === 0 ? found.next : get('performance/waiting', { process, ...part }, signal).then(again => again.next)),
        show: next
      }),
      element('h2', { class: 'next' }, 'Queues by role and age'),
      ages(found.queues, signal),
      queues(found.queues, choices),
      element('h2', { class: 'next' }, 'Cases in progress'),
      inProgress(found.inProgress)
    ];
  }
});

const filter = ({ processes }, process) =>
  element('form', {
    class: 'form-inline filter-line wide',
    role: 'search',
    submit: event => {
      event.preventDefault();
      const chosen = new FormData(event.target).get('process');
      location.hash = '#/performance/waiting' + (chosen ? `?process=${encodeURIComponent(chosen)}` : '');
    }
  },
    field('Process', select('process', process, offeredProcesses({ processes }, process))),
    element('button', { type: 'submit', class: 'btn btn-primary' }, 'Show'));

const forecast = ({ forecast }) =>
  table({
    caption: 'Service targets that are missed unless something happens',
    columns: [
      { title: 'Within', cell: row => row.within, style: 'id' },
      { title: 'Targets falling due', cell: row => row.breaches, style: 'number' },
      { title: 'Of them at a step that usually takes longer', cell: row => row.atRisk, style: 'number' }
    ],
    rows: forecast
  });

const next = rows =>
  table({
    caption: 'Missed, and next to be missed, soonest first',
    columns: [
      { title: 'Case', cell: row => caseLink(row.record), style: 'id' },
      { title: 'Title', cell: row => row.title, style: 'says' },
      { title: 'Target', cell: row => row.target },
      { title: 'Due', cell: row => [time(row.dueAt), element('div', {}, due(row))], style: 'when' },
      { title: 'Priority', cell: row => row.priority ?? '' },
      { title: 'Service', cell: row => row.service ?? '' },
      { title: 'Waits at', cell: row => row.waitsAt ?? '', style: 'process' },
      { title: 'Owner', cell: row => row.owner ?? 'nobody', style: 'who' }
    ],
    rows,
    empty: 'No service target runs.'
  });

const AGES = [
  ['under1h', 'Under 1 h'], ['under8h', 'Under 8 h'], ['under1d', 'Under 1 d'],
  ['under3d', 'Under 3 d'], ['under7d', 'Under 7 d'], ['over7d', '7 d and more']
];

const queues = (rows, { processes }) =>
  table({
    caption: 'Tasks by who may do them and how long they stand',
    columns: [
      { title: 'Role', cell: row => row.name ?? 'given to a person', style: 'process' },
      { title: 'Process', cell: row => processes.find(({ key }) => key === row.process)?.name ?? row.process ?? 'all', style: 'process' },
      { title: 'Unclaimed', cell: row => row.unclaimed, style: 'number' },
      { title: 'Claimed', cell: row => row.claimed, style: 'number' },
      ...AGES.map(([name, title]) => ({ title, cell: row => row[name], style: 'number' })),
      { title: 'Oldest since', cell: row => time(row.oldestAt), style: 'when' }
    ],
    rows,
    empty: 'No task waits for anybody.'
  });

const inProgress = rows =>
  table({
    caption: 'Cases in progress by age',
    columns: [
      { title: 'Process', cell: row => element('a', { href: `#/performance/cases?${new URLSearchParams({ process: row.process, state: 'open' })}` }, row.name), style: 'process' },
      { title: 'Open', cell: row => row.open, style: 'number' },
      { title: 'Under 1 d', cell: row => row.under1d, style: 'number' },
      { title: 'Under 3 d', cell: row => row.under3d, style: 'number' },
      { title: 'Under 7 d', cell: row => row.under7d, style: 'number' },
      { title: 'Under 30 d', cell: row => row.under30d, style: 'number' },
      { title: '30 d and more', cell: row => row.over30d, style: 'number' },
      { title: 'Median age', cell: row => lasting(row.medianAge), style: 'number' },
      { title: 'Oldest', cell: row => caseLink(row.oldest), style: 'id' },
      { title: 'Since', cell: row => time(row.oldestAt), style: 'when' }
    ],
    rows,
    empty: 'No case is open.'
  });
