/** The pages that belong together, and the way back to the tasks. */
import { TASKS } from './sorting.js';

export const tabs = [
  { href: TASKS, label: 'Tasks' },
  { href: '#/work', label: 'Worklist' },
  { href: '#/start', label: 'Report or request' },
  { href: '#/absences', label: 'Absence' }
];
