/** A line a process, first what needs attention; opened, its versions and its own trend. */
import { element, sign } from '../shared/dom.js';
import { lasting } from '../shared/durations.js';
import { table } from '../shared/table.js';
import { share } from './share.js';
import { trend } from './trend.js';

export function processes(found, filter, signal) {
  const quiet = found.processes.filter(row => row.opened + row.closed + row.open + row.attention === 0);
  return [
    list(found, found.processes.filter(row => !quiet.includes(row)), filter, signal),
    quiet.length > 0 && element('details', {},
      element('summary', {}, `${quiet.length} without a case in this period`),
      element('p', { class: 'hint' }, quiet.map(row => row.name).join(', ')))
  ];
}

const list = (found, rows, filter, signal) =>
  table({
    caption: `Processes from ${found.from} until ${found.until}, first what needs attention`,
    columns: [
      { title: 'Process', cell: row => element('a', { href: heat(row, found) }, row.name), style: 'process' },
      { title: 'Needs attention', cell: attention, style: 'says' },
      ...figures(found, filter)
    ],
    rows,
    opens: {
      label: row => `${row.name}: versions and trend`,
      show: row => [
        table({
          caption: `Versions of ${row.name}`,
          columns: [
            { title: 'Version', cell: version => element('a', { href: heat(version, found) }, versionName(version)), style: 'id' },
            ...figures(found, filter)
          ],
          rows: row.versions.map(version => ({ ...version, process: row.process })),
          empty: 'Nothing of it was open or closed in this period.'
        }),
        trend(found.trend.filter(({ process }) => process === row.process), row.name, signal)
      ]
    },
    empty: 'Nothing was opened, closed or open; choose another period, service, customer, team or priority.'
  });

const figures = ({ from, until }, filter) => [
  { title: 'Opened', cell: row => row.opened, style: 'number' },
  { title: 'Closed', cell: row => cases(row.closed, row, filter, { state: 'closed', from, until }), style: 'number' },
  { title: 'Open', cell: row => cases(row.open, row, filter, { state: 'open', until }), style: 'number' },
  { title: 'Late', cell: row => cases(row.late, row, filter, { state: 'late', until }, row.late > 0), style: 'number' },
  { title: 'Lead time, median', cell: row => lasting(row.leadMedian), style: 'number' },
  { title: '90th percentile', cell: row => lasting(row.leadP90), style: 'number' },
  { title: 'Targets met', cell: targets, style: 'number' },
  { title: 'Reopened', cell: row => row.reopened, style: 'number' }
];

/** The number, leading to the cases that it counts. */
function cases(count, row, filter, more, bad) {
  if (count === 0) {
    return 0;
  }
  const href = '#/performance/cases'
    + filter.query({ from: '', until: '', process: row.process, version: row.version ?? filter.version, ...more });
  return element('a', { href, class: bad ? 'bad' : null, 'aria-label': `${count} ${more.state} cases of ${row.name ?? versionName(row)}` }, bad && sign('time'), count);
}

const heat = ({ process, version }, { from, until }) =>
  '#/performance/heat?' + new URLSearchParams({ process, ...(version ? { version } : {}), from, until });

const attention = ({ attention, why }) =>
  attention > 0
    ? element('span', { class: 'doubtful' }, sign('warning-sign'), why)
    : element('span', { class: 'hint' }, 'nothing');

const targets = ({ targetsMet, targetsMissed }) =>
  targetsMet + targetsMissed > 0 && [
    share(targetsMet, targetsMissed),
    element('div', { class: 'hint' }, `${targetsMet} of ${targetsMet + targetsMissed}`)
  ];

const versionName = ({ version, versionTag }) => `Version ${version}${versionTag ? ` (${versionTag})` : ''}`;
