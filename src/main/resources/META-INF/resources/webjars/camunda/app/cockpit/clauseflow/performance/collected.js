/** What was counted, and when: at most a minute ago. */
import { time } from '../shared/dates.js';
import { element } from '../shared/dom.js';

/** Clocks differ by a little. */
const TOLERATED_MINUTES = 3;

/** When figures are older than they should be, that they are. */
const overdue = instant => {
  const minutes = Math.floor((Date.now() - Date.parse(instant)) / 60_000);
  return minutes >= TOLERATED_MINUTES ? element('strong', {}, ` (${minutes} minutes ago: nothing newer is counted)`) : '';
};

export const asOf = instant =>
  element('span', { class: 'hint' }, ' ',
    instant ? ['Counted at ', time(instant), ' UTC', overdue(instant), '.'] : 'Not counted yet; reload the page in a minute.');

export const counted = ({ cases, from, until }) =>
  `${cases === null ? '' : `${cases} ${cases === 1 ? 'case' : 'cases'} open `}from ${from} until ${until}`;
