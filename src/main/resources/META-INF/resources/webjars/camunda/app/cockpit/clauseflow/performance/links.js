/** Addresses of pages about cases and elements. */
import { element } from '../shared/dom.js';

/** Where a case, with its path and its reasons, is opened. */
export const caseLink = number =>
  number ? element('a', { href: `#/performance/cases/${encodeURIComponent(number)}` }, number) : '';

/** The cases that left an element of a version in the period that was looked at, or stand there now. */
export const casesHref = ({ process, version, from, until }, element, here) =>
  casesAddress(here ? { process, version, element, here: 'true' } : { process, version, element, from, until });

export const casesAddress = wish => address('#/performance/cases', wish);

export const heatHref = wish => address('#/performance/heat', wish);

/** With what is not empty. */
function address(page, wish) {
  const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== null && value !== undefined && value !== ''));
  return page + (query.size ? `?${query}` : '');
}
