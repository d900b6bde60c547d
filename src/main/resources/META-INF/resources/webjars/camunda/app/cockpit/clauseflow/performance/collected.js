/** What was counted, and when: at most a minute ago. */
import { time } from '../shared/dates.js';
import { element } from '../shared/dom.js';

export const asOf = instant =>
  element('span', { class: 'hint' }, ' ', instant ? ['Counted at ', time(instant), ' UTC.'] : 'Not counted yet; reload the page in a minute.');

export const counted = ({ cases, from, until }) =>
  `${cases === null ? '' : `${cases} ${cases === 1 ? 'case' : 'cases'} open `}from ${from} until ${until}`;
