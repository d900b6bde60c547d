/** How much time a task has left, in words; the colour says it once more. */
import { time } from '../../../cockpit/clauseflow/shared/dates.js';
import { element, sign } from '../../../cockpit/clauseflow/shared/dom.js';
import { lasting } from '../../../cockpit/clauseflow/shared/durations.js';

const STATES = {
  late: ['fire', 'bad'],
  soon: ['hourglass', 'doubtful'],
  none: ['time', 'good']
};

export function words({ dueAt, urgency }, now) {
  if (!dueAt) {
    return { late: 'a target of the record is missed', soon: 'a target of the record is about to be missed' }[urgency] ?? 'no due date';
  }
  const seconds = (Date.parse(dueAt) - Date.parse(now)) / 1000;
  const rest = lasting(Math.abs(seconds) < 60 ? Math.abs(seconds) : 60 * Math.floor(Math.abs(seconds) / 60));
  return seconds > 0 ? `${rest} left${urgency === 'late' ? ', a target of the record is missed' : ''}` : `late by ${rest}`;
}

export function left(task, now) {
  const [icon, style] = STATES[task.urgency ?? 'none'];
  return element('span', { class: task.dueAt || task.urgency ? style : 'hint' },
    (task.dueAt || task.urgency) && sign(icon), words(task, now));
}

export const due = (task, now) => [left(task, now), task.dueAt && element('div', { class: 'hint' }, 'due ', time(task.dueAt))];
