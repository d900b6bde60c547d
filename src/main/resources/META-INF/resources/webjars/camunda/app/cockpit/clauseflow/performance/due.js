/** How much time a target has left, in words. */
import { element, sign } from '../shared/dom.js';
import { lasting } from '../shared/durations.js';

const SOON = 3_600;

export const due = ({ left }) =>
  left < 0
    ? element('strong', { class: 'bad' }, sign('time'), `missed ${lasting(-left)} ago`)
    : element('span', { class: left < SOON ? 'doubtful' : null }, left < SOON && sign('warning-sign'), `${lasting(left)} left`);
