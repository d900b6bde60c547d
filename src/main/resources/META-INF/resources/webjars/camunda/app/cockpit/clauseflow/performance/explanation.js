/** How each due date of a case came about, in sentences that can be checked. */
import { element, sign } from '../shared/dom.js';
import { hint } from '../shared/notices.js';
import { hours, local, seconds } from './spans.js';

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const SHOWN = 10;

export const explanation = targets =>
  targets.length === 0
    ? hint('No agreement gives it a target.')
    : targets.map(target =>
        element('section', { class: 'part', 'aria-label': `Target ${target.target}` },
          element('h4', {}, `${capital(target.target)}: `, verdict(target)),
          element('ol', { class: 'reasons' }, reasons(target).map(reason => element('li', {}, reason)))));

function verdict({ state, breachedAt, metAt }) {
  if (breachedAt) {
    return element('span', { class: 'bad' }, sign('time'), metAt ? 'missed, met late' : `missed, ${state}`);
  }
  return element('span', { class: metAt ? 'good' : null }, metAt && sign('ok'), state);
}

function reasons(target) {
  const { agreement, calendar, agreed, startedAt, pauses, holidays, counted, dueAt, metAt, endedAt, breachedAt, elapsed } = target;
  const late = seconds(elapsed) - seconds(agreed);
  return [
    `${hours(seconds(agreed))} of service time are agreed${agreement ? ` in “${agreement}”` : ''}.`,
    `Service time is ${week(calendar)} (${calendar.name}, ${calendar.timeZone}); all times here are of that time zone.`,
    `It began on ${local(startedAt)}.`,
    ...pauses.map(pause =>
      `It stood still from ${local(pause.from)} ${pause.until ? `until ${local(pause.until)}` : 'on'}${pause.reason ? `: ${pause.reason}` : ''}.`),
    ...Object.entries(holidays).map(([day, name]) => `${day} was no working day: ${name}.`),
    counted.of === 0 ? 'Nothing lay between that counted.' : `Counted: ${pieces(counted)}`,
    `So it was due on ${local(dueAt)}.`,
    metAt && `It was met on ${local(metAt)}, after ${hours(seconds(elapsed))} of service time${late > 0 ? `: ${hours(late)} late` : ''}.`,
    !metAt && endedAt && `It ended on ${local(endedAt)} without being met.`,
    !metAt && !endedAt && breachedAt && `It has not been met; ${hours(seconds(elapsed))} of service time have passed.`
  ].filter(Boolean);
}

/** Monday to Friday 08:00–18:00; days with the same hours are told together. */
function week({ week }) {
  const hours = new Map();
  for (const day of DAYS) {
    const shifts = week.filter(shift => shift.day === day)
      .map(({ from, until }) => `${clock(from)}–${clock(until) === '00:00' ? '24:00' : clock(until)}`).join(' and ');
    if (shifts) {
      hours.set(shifts, [...(hours.get(shifts) ?? []), day]);
    }
  }
  return [...hours].map(([shifts, days]) => `${span(days)} ${shifts}`).join(', ');
}

function span(days) {
  const first = DAYS.indexOf(days[0]);
  const inARow = days.every((day, i) => DAYS[first + i] === day);
  return inARow && days.length > 2 ? `${capital(days[0])} to ${capital(days.at(-1))}` : days.map(capital).join(', ');
}

const clock = time => (typeof time === 'string' ? time : time.map(part => String(part).padStart(2, '0')).join(':')).slice(0, 5);

function pieces({ first, of, pieces }) {
  const shown = pieces.slice(0, SHOWN);
  const more = of - first - shown.length;
  return shown.map(({ from, until, length }) => `${local(from)} until ${local(until)} (${hours(seconds(length))})`).join('; ')
    + `${more > 0 ? `; and ${more} more like these` : ''}.`;
}

const capital = word => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
