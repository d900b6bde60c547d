/** How processes and tables change: drafts, what they would change, and what became of them. */
import { entry } from '../shared/page.js';
import { list } from './list.js';
import { redesign } from './redesign.js';

export default [entry('Redesigns', '/redesigns', 7), list, redesign];
