/** When something is due again, and whether it is late. */
import { date, every } from '../shared/dates.js';
import { element, sign } from '../shared/dom.js';

export function late(row) {
  const due = row.dueAt && (row.late
    ? element('strong', { class: 'bad' }, sign('time'), 'late since ', date(row.dueAt))
    : ['due ', date(row.dueAt)]);
  return [due, row.interval && element('div', { class: 'hint' }, every(row.interval))];
}
