/** The way of a case in the order of time: where it stood how long, and how much of that nobody worked on it. */
import { time } from '../shared/dates.js';
import { element, fill, sign } from '../shared/dom.js';
import { lasting } from '../shared/durations.js';
import { table } from '../shared/table.js';

export function passages({ passages, here, cut }) {
  const all = [...passages, ...here];
  const longest = Math.max(1, ...all.map(one => one.seconds));
  const place = element('div');
  const instants = element('input', {
    type: 'checkbox',
    change: () => show(instants.checked)
  });
  const show = whole => fill(place, list(whole ? all : all.filter(lasted), longest));
  show(false);
  return [
    element('div', { class: 'tools' },
      element('label', { class: 'plain' }, instants, ' Steps that took no time, too'),
      element('span', { class: 'hint' }, 'Bars: hatched is waiting, full is working.')),
    place,
    cut && element('p', { class: 'hint' }, `It went through more than this: the first ${passages.length} are shown.`)
  ];
}

const lasted = one => one.seconds > 0 || one.breaches > 0 || !one.leftAt || one.assignee;

const list = (rows, longest) =>
  table({
    caption: 'Passages through elements, in the order of time',
    columns: [
      { title: 'From', cell: one => time(one.enteredAt), style: 'when' },
      { title: 'Until', cell: one => (one.leftAt ? time(one.leftAt) : element('strong', {}, 'stands here')), style: 'when' },
      { title: 'Element', cell: one => [one.name, element('div', { class: 'hint' }, `${one.kind}, ${one.process}`)], style: 'says' },
      { title: 'Took', cell: one => lasting(one.seconds), style: 'number' },
      { title: 'Waiting', cell: one => (one.waiting === null ? '' : lasting(one.waiting)), style: 'number' },
      { title: 'Share', cell: one => bar(one, longest), style: 'bar' },
      { title: 'By', cell: one => one.assignee ?? '', style: 'who' },
      { title: 'What else', cell: remarks }
    ],
    rows,
    empty: 'Nothing has taken any time yet.'
  });

/** For the eye, beside numbers that say the same. */
function bar({ seconds, waiting }, longest) {
  const part = (kind, length) => {
    const node = element('span', { class: kind });
    node.style.width = `${(100 * length) / longest}%`;
    return node;
  };
  return element('span', { class: 'time-bar', 'aria-hidden': 'true' }, part('waiting', waiting ?? 0), part('working', seconds - (waiting ?? 0)));
}

const remarks = ({ breaches, canceled }) => [
  breaches > 0 && element('div', { class: 'bad' }, sign('time'), breaches === 1 ? 'a target came due' : `${breaches} targets came due`),
  canceled && element('div', { class: 'doubtful' }, sign('remove'), 'ended undone')
];
