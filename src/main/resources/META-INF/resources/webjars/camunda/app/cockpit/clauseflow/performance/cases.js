/** Finds cases, those that have ended too. The address says which, so that it can be sent to somebody. */
import { get } from '../shared/api.js';
import { date } from '../shared/dates.js';
import { element, fill, sign } from '../shared/dom.js';
import { lasting } from '../shared/durations.js';
import { field, select, text } from '../shared/form.js';
import { page } from '../shared/page.js';
import { paged, table } from '../shared/table.js';
import { asOf } from './collected.js';
import { caseLink, casesAddress, heatHref } from './links.js';
import { offered, offeredProcesses, offeredThings, offeredWords } from './offers.js';
import { tabs } from './tabs.js';

const NAMES = ['text', 'person', 'outcome', 'process', 'version', 'element', 'here', 'service', 'customer', 'team', 'priority', 'state', 'from', 'until'];
const STATES = { open: 'Open', late: 'Open and late', closed: 'Closed' };

export const cases = page({
  path: '/performance/cases',
  title: 'Performance',
  tabs,
  show: async ({ query, signal }) => {
    const wish = Object.fromEntries(NAMES.map(name => [name, query.get(name) ?? '']));
    const choices = await get('performance/choices', {}, signal);
    const names = new Map(choices.processes.map(({ key, name }) => [key, name]));
    const counted = element('p', { role: 'status' });
    return [
      form(wish, choices),
      wish.element && atElement(wish, names),
      counted,
      paged({
        size: 20,
        load: async part => {
          const found = await get('performance/cases', { ...wish, ...part }, signal);
          fill(counted, `${found.total} ${found.total === 1 ? 'case' : 'cases, the last opened first'}.`, asOf(found.asOf));
          return found;
        },
        show: rows => list(rows, names)
      })
    ];
  }
});

const list = (rows, names) =>
  table({
    caption: 'Cases',
    columns: [
      { title: 'Number', cell: row => caseLink(row.number), style: 'id' },
      { title: 'Title', cell: row => [row.title, element('div', { class: 'hint' }, `${names.get(row.process) ?? row.process}, version ${row.version}`)], style: 'says' },
      { title: 'Status', cell: row => [row.status, element('div', { class: 'hint' }, row.priority)] },
      { title: 'Service', cell: row => [row.service, element('div', { class: 'hint' }, row.customer)] },
      { title: 'Team', cell: row => [row.team, element('div', { class: 'hint' }, row.owner)] },
      { title: 'Opened', cell: row => date(row.openedAt), style: 'when' },
      { title: 'Closed', cell: row => date(row.closedAt), style: 'when' },
      { title: 'Lead time', cell: row => lasting(row.lead), style: 'number' },
      { title: 'Targets', cell: targets, style: 'state' },
      { title: 'Outcome', cell: row => row.outcome ?? '' }
    ],
    rows,
    empty: 'No case that you may see is like that; ask for less.'
  });

function targets({ late, missed }) {
  if (late) {
    return element('strong', { class: 'bad' }, sign('time'), 'late');
  }
  return missed > 0 && element('span', { class: 'doubtful' }, sign('warning-sign'), missed === 1 ? '1 missed' : `${missed} missed`);
}

/** Who comes from the heat map looks at one element. */
const atElement = (wish, names) =>
  element('p', { class: 'where' },
    wish.here ? 'Standing now at ' : 'That left ', element('code', {}, wish.element), ' of ', names.get(wish.process) ?? wish.process,
    wish.version && `, version ${wish.version}`, '. ',
    element('a', { href: heatHref({ process: wish.process, version: wish.version, from: wish.from, until: wish.until, at: wish.element }) }, 'On the heat map'), ' · ',
    element('a', { href: casesAddress({ ...wish, element: '', here: '' }) }, 'All of the process'));

function form(wish, choices) {
  const hidden = ['version', 'element', 'here'].filter(name => wish[name])
    .map(name => element('input', { type: 'hidden', name, value: wish[name] }));
  return element('form', {
    class: 'form-inline filter-line tight',
    role: 'search',
    submit: event => {
      event.preventDefault();
      const change = Object.fromEntries(new FormData(event.target));
      // a version and an element are those of one process
      location.hash = casesAddress(change.process === wish.process ? change : { ...change, version: '', element: '', here: '' });
    }
  },
    field('Number or title', text('text', wish.text, { type: 'search', maxlength: 200 })),
    field('Person', text('person', wish.person, { type: 'search', maxlength: 100 })),
    field('Process', select('process', wish.process, offeredProcesses(choices, wish.process))),
    field('State', select('state', wish.state, offered(Object.entries(STATES), wish.state))),
    field('Outcome', text('outcome', wish.outcome, { type: 'search', maxlength: 200 })),
    field('Service', select('service', wish.service, offeredThings(choices.services, wish.service))),
    field('Customer', select('customer', wish.customer, offeredThings(choices.customers, wish.customer))),
    field('Team', select('team', wish.team, offeredThings(choices.teams, wish.team))),
    field('Priority', select('priority', wish.priority, offeredWords(choices.priorities, wish.priority))),
    field('From', text('from', wish.from, { type: 'date' })),
    field('Until', text('until', wish.until, { type: 'date' })),
    hidden,
    element('button', { type: 'submit', class: 'btn btn-primary' }, 'Search'));
}
