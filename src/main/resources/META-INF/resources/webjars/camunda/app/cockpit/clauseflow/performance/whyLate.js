/** Why a case was late: which promise it broke, where it stood then, and how long nobody worked on it there. */
import { element, sign } from '../shared/dom.js';
import { lasting } from '../shared/durations.js';
import { heatHref } from './links.js';
import { hours, local, monthBefore, seconds } from './spans.js';

export function whyLate({ row, passages, here }, targets) {
  const missed = targets.filter(target => target.breachedAt);
  if (missed.length === 0) {
    return null;
  }
  const places = [...passages, ...here].filter(passage => passage.breaches > 0);
  return element('section', { class: 'alert alert-warning why', 'aria-label': 'Why it was late' },
    element('h3', {}, sign('time'), row.closedAt || missed.every(target => target.metAt) ? 'Why it was late' : 'Why it is late'),
    element('ul', {},
      missed.map(target => element('li', {}, broken(target))),
      places.map(place => element('li', {}, stood(place)))));
}

function broken({ target, dueAt, metAt, endedAt, elapsed, agreed, calendar }) {
  const late = seconds(elapsed) - seconds(agreed);
  const since = late > 0 ? `, ${hours(late)} of service time late` : '';
  const then = metAt ? `met on ${local(metAt)}${since}` : endedAt ? `not met before it ended on ${local(endedAt)}` : `not met until now${since}`;
  return `The target of ${target} was due on ${local(dueAt)} (${calendar.timeZone}) and was ${then}.`;
}

const stood = ({ name, element: id, process, version, leftAt, seconds: stayed, waiting, assignee, breaches }) => [
  `${breaches === 1 ? 'It' : `${breaches} targets`} came due while the case stood at `,
  element('a', { href: heatHref({ process, version, by: 'breaches', at: id, from: monthBefore(leftAt), until: leftAt?.slice(0, 10) }) },
    `${name} (on the heat map)`),
  `: ${lasting(stayed)} ${leftAt ? 'in all' : 'until now'}`,
  waiting !== null && (leftAt ? `, of which ${lasting(waiting)} before anybody took it on` : '; nobody has taken it on yet'),
  assignee && `; ${assignee} had it`,
  '.'
];
