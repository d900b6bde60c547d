/** A service target in words: how much time is left, when it is due, and how that came about. */
import { lasting } from '../../../cockpit/clauseflow/shared/durations.js';
import { element, sign } from '../../../cockpit/clauseflow/shared/dom.js';
import { hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { table } from '../../../cockpit/clauseflow/shared/table.js';

const NAMES = { response: 'First response', resolution: 'Resolution' };

/** PT26H30M in seconds. */
const seconds = duration => {
  const [, sign, days = 0, hours = 0, minutes = 0, rest = 0] = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration) ?? [];
  return (sign ? -1 : 1) * (days * 86_400 + hours * 3_600 + minutes * 60 + Number(rest));
};

/** In the local time of the service hours, which the heading names. */
const local = at => element('time', { datetime: at, title: at }, at.slice(0, 16).replace('T', ' '));

/** Of service time a day has as many hours as it is attended: told in hours, so that nobody takes a day for a date. */
const served = duration => {
  const whole = seconds(duration);
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours} h${whole % 3600 >= 60 ? ` ${Math.floor((whole % 3600) / 60)} min` : ''}` : lasting(whole);
};

const STATES = {
  running: ({ left, dueAt }) => ['good', 'time', [`${served(left)} of service time left, due `, local(dueAt)]],
  warned: ({ left, dueAt }) => ['doubtful', 'warning-sign', [`Nearly used up: ${served(left)} of service time left, due `, local(dueAt)]],
  paused: ({ left, dueAt }) => ['', 'pause', [`Paused with ${served(left)} of service time left; were the pause over now it would be due `, local(dueAt), ' or later']],
  breached: ({ dueAt }) => ['bad', 'remove', ['Missed: it was due ', local(dueAt)]],
  met: ({ metAt, dueAt }) => ['good', 'ok', ['Met at ', local(metAt), ', due ', local(dueAt)]],
  'met late': ({ metAt, dueAt }) => ['bad', 'remove', ['Met late at ', local(metAt), ', was due ', local(dueAt)]],
  ended: ({ endedAt }) => ['', 'stop', ['Ended at ', local(endedAt), ' without being met']]
};

export function explained(target) {
  const [style, icon, words] = (STATES[target.state] ?? (() => ['', 'question-sign', [target.state]]))(target);
  return element('section', { class: 'target' },
    element('h3', {}, NAMES[target.target] ?? target.target),
    element('p', { class: `verdict ${style}` }, sign(icon), words),
    element('p', {},
      `Agreed${target.agreement ? ` in "${target.agreement}"` : ''}: ${served(target.agreed)} of service time, `
        + `counted in the hours "${target.calendar.name}" (${target.calendar.timeZone}, as all times here). It began at `,
      local(target.startedAt), `; ${served(target.elapsed)} have passed. A warning is due at `, local(target.warnAt), '.'),
    element('h4', {}, 'What does not count'),
    pauses(target.pauses),
    holidays(target.holidays),
    target.told.length > 0 && [element('h4', {}, 'What was told'), told(target.told)],
    element('details', {},
      element('summary', {}, 'What counts, piece by piece'),
      pieces(target.counted)));
}

const pauses = list =>
  list.length === 0
    ? hint('It was not paused.')
    : element('ul', {}, list.map(pause => element('li', {},
        'Paused from ', local(pause.from), pause.until ? [' until ', local(pause.until)] : ' until now',
        pause.reason && `: ${pause.reason}`)));

const holidays = days =>
  Object.keys(days).length > 0 && element('ul', {}, Object.entries(days).map(([day, name]) => element('li', {}, `${day} is a holiday: ${name}`)));

const EVENTS = { warning: 'Warning', breached: 'Missed' };

const told = list =>
  element('ul', {}, list.map(event => element('li', {},
    `${EVENTS[event.event] ?? event.event} recorded `, local(event.recordedAt),
    event.outcome ? `: ${event.outcome}` : ': still to be told', event.reason && ` (${event.reason})`)));

const pieces = counted => [
  table({
    caption: 'Intervals of service time that count',
    columns: [
      { title: 'From', cell: piece => local(piece.from), style: 'when' },
      { title: 'Until', cell: piece => local(piece.until), style: 'when' },
      { title: 'Length', cell: piece => served(piece.length), style: 'number' },
      { title: 'Sum', cell: piece => served(piece.sum), style: 'number' }
    ],
    rows: counted.pieces,
    empty: 'Nothing counts yet.'
  }),
  counted.of > counted.pieces.length && hint(`The first ${counted.pieces.length} of ${counted.of}.`)
];
