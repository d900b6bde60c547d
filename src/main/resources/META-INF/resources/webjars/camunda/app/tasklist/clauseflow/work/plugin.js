/** What Tasklist has beside tasks one by one: the worklist, what one may begin, absences, and the time left on each card. */
import { absences } from './absences.js';
import { card } from './card.js';
import { keepDrafts } from './drafts.js';
import { entries } from './entries.js';
import { dueFirst } from './sorting.js';
import { start } from './start.js';
import { worklist } from './worklist.js';

dueFirst();
keepDrafts();

export default [...entries, worklist, start, absences, card];
