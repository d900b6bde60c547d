/** Where a case, with its path and its reasons, is opened. */
import { element } from '../shared/dom.js';

export const caseLink = number =>
  number ? element('a', { href: `#/performance/cases/${encodeURIComponent(number)}` }, number) : '';
