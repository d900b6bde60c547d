/** The record of a task beside its form. */
import { element } from '../../../cockpit/clauseflow/shared/dom.js';
import { recordLink } from './link.js';
import { sheet } from './sheet.js';
import { tab } from './tab.js';

export const record = tab({
  part: 'RECORD',
  label: 'Record',
  priority: 950,
  show: ({ found, again }) => [
    element('h2', {}, recordLink(found.record.number), ` ${found.record.title}`),
    sheet(found, again)
  ]
});
