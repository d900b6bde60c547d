/** A record of the register wherever it is named beside a task. In a tab of its own: a form that is being filled stays. */
import { element } from '../../../cockpit/clauseflow/shared/dom.js';

export const recordAddress = number => `#/records/${encodeURIComponent(number)}`;

export const recordLink = number =>
  location.hash.startsWith('#/records')
    ? element('a', { href: recordAddress(number) }, number)
    : element('a', { href: recordAddress(number), target: '_blank', rel: 'noopener', title: 'Opens in a new tab' }, number);
