/** The matrix: every obligation, the elements that carry it, and what they did in a period. */
import { address, download, get, myRoles } from '../shared/api.js';
import { time } from '../shared/dates.js';
import { element, fill, newId, sign } from '../shared/dom.js';
import { failed } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { recordLink } from '../shared/record.js';
import { table } from '../shared/table.js';
import { counts } from './counts.js';
import { Filter, headingsOf } from './filter.js';
import { late } from './lateness.js';
import { obligation } from './obligation.js';
import { newObligation } from './own.js';
import { state } from './states.js';
import { tabs } from './tabs.js';

export const matrix = page({
  path: '/conformity',
  title: 'Conformity',
  tabs,
  show: async ({ query, signal, again }) => {
    const filter = new Filter(query);
    const [me, whole] = await Promise.all([myRoles(signal), get('conformity/matrix', filter.period(), signal)]);
    const shown = whole.rows.filter(row => filter.matches(row));
    return [
      filter.form(whole),
      counts(whole.counts, filter),
      tools(whole, shown, filter, me, again),
      table({
        caption: `Obligations and their evidence from ${whole.from} until ${whole.until}`,
        columns: columns(),
        groups: groups(shown, whole),
        opens: {
          label: row => `${row.id}: elements and evidence`,
          show: row => obligation(row, whole, me, again)
        },
        empty: 'No obligation is like that; choose another clause, process, state or text.'
      })
    ];
  }
});

const columns = () => [
  { title: 'Obligation', cell: row => row.id, style: 'id' },
  { title: 'What is asked', cell: says, style: 'says' },
  { title: 'Process', cell: row => row.processes.join(', '), style: 'process' },
  { title: 'State', cell: state, style: 'state' },
  { title: 'Times', cell: row => row.times, style: 'number' },
  { title: 'Last', cell: row => row.last && [time(row.last.at), element('br'), recordLink(row.last.record)], style: 'when' },
  { title: 'By', cell: row => row.last?.actor ?? '', style: 'who' },
  { title: 'Due', cell: late, style: 'when' }
];

const says = row => [
  row.says,
  row.origin === 'own' && element('span', { class: 'tag' }, ' our own'),
  row.tailoring && element('span', { class: 'tag' }, ' tailored'),
  row.deviations.length > 0 && element('span', { class: 'tag' }, ' deviation')
];

const groups = (rows, whole) =>
  headingsOf(whole).map(([clause, title]) => ({ title, rows: rows.filter(row => row.clause === clause) }));

function tools(whole, shown, filter, me, again) {
  const parameters = { ...filter.parameters(), from: whole.from, until: whole.until };
  const place = element('div', { id: newId() });
  const save = async () => {
    fill(place);
    try {
      await download('conformity/matrix.csv', parameters);
    } catch (problem) {
      fill(place, failed(problem));
    }
  };
  return [
    element('div', { class: 'tools' },
      element('p', { role: 'status' }, `${shown.length} of ${whole.rows.length} obligations, ${whole.from} until ${whole.until}; times are UTC`),
      element('div', {},
        me.has('documentController') && element('button', {
          type: 'button',
          class: 'btn btn-default',
          click: () => fill(place, newObligation(whole, again, () => fill(place)))
        }, 'Add an obligation of our own'), ' ',
        element('a', { class: 'btn btn-default', href: address('conformity/matrix.html', parameters), target: '_blank', rel: 'noopener' },
          sign('print'), 'Print view'), ' ',
        element('button', { type: 'button', class: 'btn btn-default', click: save }, sign('save'), 'CSV'))),
    place
  ];
}
