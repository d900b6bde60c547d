/** The service targets of a task's record. */
import { hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { time } from '../../../cockpit/clauseflow/shared/dates.js';
import { element } from '../../../cockpit/clauseflow/shared/dom.js';
import { explained } from './explained.js';
import { tab } from './tab.js';

export const targets = tab({
  part: 'TARGETS',
  label: 'Targets',
  priority: 940,
  show: ({ found }) => [
    element('p', { class: 'hint' }, 'As of ', time(found.asOf), ' UTC.'),
    found.targets.length === 0 ? hint('Nothing is agreed that this record is measured by.') : found.targets.map(explained)
  ]
});
