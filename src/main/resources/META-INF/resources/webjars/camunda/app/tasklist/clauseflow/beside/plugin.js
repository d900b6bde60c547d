/** What stands beside a task's form: its record and what helps with it; and the record as a page of its own. */
import { concerned } from './concerned.js';
import { finder } from './finder.js';
import { help } from './help.js';
import { impact } from './impact.js';
import { jump } from './jump.js';
import { page as recordPage } from './page.js';
import { record } from './record.js';
import { targets } from './targets.js';

export default [record, targets, help, concerned, impact, recordPage, finder, jump];
