/** Times as the register has them: UTC, to the minute; the whole instant stands behind it. */
import { element } from './dom.js';

export const time = instant =>
  instant ? element('time', { datetime: instant, title: instant }, instant.slice(0, 16).replace('T', ' ')) : '';

export const date = instant =>
  instant ? element('time', { datetime: instant, title: instant }, instant.slice(0, 10)) : '';

const UNITS = { D: 'day', W: 'week', M: 'month', Y: 'year' };

/** P28D as people say it. */
export function every(interval) {
  const parts = /^P(\d+)([DWMY])$/.exec(interval ?? '');
  if (!parts) {
    return interval ? `every ${interval}` : '';
  }
  const [, count, unit] = parts;
  return count === '1' ? `every ${UNITS[unit]}` : `every ${count} ${UNITS[unit]}s`;
}
