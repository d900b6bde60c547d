/** What is planned to come again and again, over a year: when it is due, done, late, or was left out. */
import { get } from '../shared/api.js';
import { every } from '../shared/dates.js';
import { element, sign } from '../shared/dom.js';
import { hint } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { caseLink } from './links.js';
import { tabs } from './tabs.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const STATES = {
  done: { sign: 'ok', word: 'done', style: 'good' },
  late: { sign: 'time', word: 'late', style: 'doubtful' },
  missed: { sign: 'remove', word: 'missed', style: 'bad' },
  due: { sign: 'hourglass', word: 'due now', style: 'doubtful' },
  coming: { sign: 'calendar', word: 'coming', style: null }
};

export const planned = page({
  path: '/performance/planned',
  title: 'Performance',
  tabs,
  show: async ({ query, signal }) => {
    const found = await get('performance/planned', { year: query.get('year') }, signal);
    return [
      years(found.year),
      found.processes.length === 0
        ? hint('No process that you answer for is planned by an interval.')
        : [legend(found), calendar(found)]
    ];
  }
});

const years = year =>
  element('nav', { class: 'years', 'aria-label': 'Year' },
    element('a', { class: 'btn btn-default', href: `#/performance/planned?year=${year - 1}` }, sign('menu-left'), year - 1), ' ',
    element('strong', { role: 'status' }, year), ' ',
    element('a', { class: 'btn btn-default', href: `#/performance/planned?year=${year + 1}` }, year + 1, ' ', sign('menu-right')));

function legend({ processes }) {
  const starts = processes.flatMap(process => process.starts);
  return element('ul', { class: 'legend', 'aria-label': 'What the signs say, and how often each is there' },
    Object.entries(STATES).map(([key, { sign: icon, word, style }]) =>
      element('li', { class: style }, sign(icon), `${word}: ${starts.filter(({ state }) => state === key).length}`)));
}

const calendar = ({ year, processes }) =>
  element('div', { class: 'calendar', tabindex: 0, role: 'region', 'aria-label': `Planned intervals of ${year}` },
    element('table', { class: 'cam-table table' },
      element('caption', { class: 'sr-only' }, `Planned intervals of ${year}, a column a month; numbers are days`),
      element('thead', {},
        element('tr', {},
          element('th', { scope: 'col' }, 'Process'),
          MONTHS.map(month => element('th', { scope: 'col', class: 'month' }, month)))),
      element('tbody', {},
        processes.map(process =>
          element('tr', {},
            element('th', { scope: 'row' }, process.name, element('div', { class: 'hint' }, every(process.interval))),
            MONTHS.map((_, month) =>
              element('td', { class: 'month' }, process.starts.filter(({ due }) => Number(due.slice(5, 7)) === month + 1).map(start))))))));

function start({ due, state, record, startedAt, closedAt }) {
  const { sign: icon, word, style } = STATES[state];
  const told = [
    `due ${due}, ${word}`,
    startedAt && `started ${startedAt.slice(0, 10)}`,
    closedAt && `closed ${closedAt.slice(0, 10)}`
  ].filter(Boolean).join(', ');
  const shown = [sign(icon), element('span', { 'aria-hidden': 'true' }, Number(due.slice(8))), element('span', { class: 'sr-only' }, told)];
  const link = record && caseLink(record);
  if (link) {
    link.replaceChildren(...shown, element('span', { class: 'sr-only' }, `, record ${record}`));
  }
  return element('div', { class: ['start', style].filter(Boolean).join(' '), title: record ? `${record}: ${told}` : told }, link || shown);
}
