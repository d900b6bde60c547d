/** One obligation opened: what was agreed on about it, and the elements that carry it. */
import { time } from '../shared/dates.js';
import { element, newId } from '../shared/dom.js';
import { hint } from '../shared/notices.js';
import { opener, table } from '../shared/table.js';
import { evidence } from './evidence.js';
import { removal } from './own.js';
import { tailoring } from './tailoring.js';

export function obligation(row, { from, until }, me, again) {
  const controls = me.has('documentController');
  return element('div', { class: 'obligation' },
    row.source && hint(`Source: ${row.source}`),
    tailoring(row, controls),
    row.deviations.map(deviation =>
      hint(`Deviation in ${deviation.process} until ${deviation.expiresOn}: ${deviation.reason}`
        + (deviation.approvedBy ? ` (approved by ${deviation.approvedBy})` : ' (not approved yet)'))),
    table({
      caption: `Elements that carry ${row.id}`,
      columns: [
        { title: 'Element', cell: carrier => carrier.name || carrier.element },
        { title: 'Kind', cell: carrier => (carrier.definition ? words(carrier.kind) : 'carries it no longer') },
        { title: 'Process', cell: process },
        { title: 'Times', cell: carrier => carrier.times, style: 'number' },
        { title: 'Last', cell: carrier => time(carrier.lastAt), style: 'when' }
      ],
      rows: row.elements,
      opens: {
        label: carrier => `Evidence of ${carrier.name || carrier.element}`,
        show: carrier => evidence(row.id, { from, until, process: carrier.process, element: carrier.element })
      },
      empty: 'No element of a deployed model carries it.'
    }),
    row.times > 0 && allEvidence(row, { from, until }),
    controls && row.origin === 'own' && removal(row, again));
}

/** Also of elements that former versions had. */
function allEvidence(row, period) {
  const place = element('div', { id: newId(), hidden: true });
  return element('div', {},
    opener(`All evidence of ${row.id}, former versions too`, place, place, () => evidence(row.id, period),
      'All evidence, former versions too'),
    place);
}

const process = carrier =>
  carrier.definition
    ? [
        element('a', { href: `#/process-definition/${encodeURIComponent(carrier.definition)}` }, carrier.processName || carrier.process),
        ` version ${carrier.version}`, carrier.versionTag && ` (${carrier.versionTag})`
      ]
    : carrier.processName || carrier.process;

/** userTask: user task */
const words = kind => kind.replace(/[A-Z]/g, letter => ' ' + letter.toLowerCase());
