/** Where cases and decisions of the past would have gone otherwise. */
import { time } from '../shared/dates.js';
import { element } from '../shared/dom.js';
import { hint } from '../shared/notices.js';
import { recordLink } from '../shared/record.js';
import { table } from '../shared/table.js';
import { lines } from '../shared/values.js';

export const replay = (found, past) => [
  found.kind !== 'decision' && cases(past),
  past.decisions.map(decisions)
];

const cases = past => [
  hint(past.cases === 0
    ? 'No closed case was replayed.'
    : `${past.same} of the last ${past.cases} closed cases would have gone the same way.`),
  past.divergences.length > 0 && table({
    caption: 'Closed cases that would have gone another way',
    columns: [
      { title: 'Case', cell: one => (one.record ? recordLink(one.record) : 'not for you to see'), style: 'id' },
      { title: 'When', cell: one => time(one.at), style: 'when' },
      { title: 'After', cell: one => one.elementName || one.elementId, style: 'process' },
      { title: 'What would differ', cell: one => one.text, style: 'says' }
    ],
    rows: past.divergences
  })
];

const decisions = ({ decision, replayed, changed }) => [
  element('h4', {}, `Decisions by ${decision}`),
  hint(replayed === 0
    ? 'No past decision was replayed.'
    : `${replayed - changed.length} of the last ${replayed} decisions would have come out the same.`),
  changed.length > 0 && table({
    caption: `Decisions by ${decision} that would have come out otherwise`,
    columns: [
      { title: 'Case', cell: one => (one.record ? recordLink(one.record) : ''), style: 'id' },
      { title: 'When', cell: one => time(one.at), style: 'when' },
      { title: 'Asked', cell: one => (one.inputs ? lines(one.inputs) : 'not for you to see') },
      { title: 'Was', cell: one => lines(one.was) },
      { title: 'Would be', cell: one => (Object.keys(one.becomes ?? {}).length ? lines(one.becomes) : 'no answer') }
    ],
    rows: changed
  })
];
