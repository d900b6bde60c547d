/** The journal entries that show that something was done: newest first, each with its place in its record's chain. */
import { get, path } from '../shared/api.js';
import { time } from '../shared/dates.js';
import { element } from '../shared/dom.js';
import { recordLink, verifier } from '../shared/record.js';
import { paged, table } from '../shared/table.js';
import { lines } from '../shared/values.js';

export const evidence = (id, parameters) =>
  paged({
    load: part => get(path`conformity/obligations/${id}/evidence`, { ...parameters, ...part }),
    show: entries => table({
      caption: `Evidence of ${id}`,
      columns: [
        { title: 'When', cell: entry => time(entry.at), style: 'when' },
        { title: 'Record', cell: entry => [recordLink(entry.record), ` entry ${entry.seq}`, element('br'), entry.title] },
        { title: 'By', cell: entry => entry.actor },
        { title: 'Step', cell: entry => [entry.elementName || entry.element, element('br'), `${entry.process} version ${entry.version}`] },
        { title: 'What', cell: what, style: 'says' },
        { title: 'Hash', cell: entry => hash(entry.hash), style: 'hash' },
        { title: 'Journal', cell: entry => verifier(entry.record), style: 'state' }
      ],
      rows: entries,
      empty: 'No record that you may see shows it in this period.'
    })
  });

export const what = ({ kind, note, changes }) => [kind, note && `: ${note}`, lines(changes)];

const hash = value =>
  element('details', {}, element('summary', {}, element('code', {}, value.slice(0, 10) + '…')), element('code', {}, value));
