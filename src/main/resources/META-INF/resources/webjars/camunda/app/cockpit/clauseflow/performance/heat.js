/** Where the time goes: the elements of a process by what happened at them, of one version or of two side by side. */
import { get } from '../shared/api.js';
import { element, fill } from '../shared/dom.js';
import { field, select, text } from '../shared/form.js';
import { busy, failed, hint } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { asOf, counted } from './collected.js';
import { diagram, drawing, together } from './diagram.js';
import { comparison, heatTable, named } from './heatTable.js';
import { legend } from './legend.js';
import { casesHref, heatHref } from './links.js';
import { heat as heatOf, MEASURES } from './measures.js';
import { neededProcesses, offeredVersions } from './offers.js';
import { tabs } from './tabs.js';

export const heat = page({
  path: '/performance/heat',
  title: 'Performance',
  tabs,
  show: async ({ query, signal }) => {
    const wish = Object.fromEntries(['process', 'version', 'against', 'from', 'until', 'by', 'at'].map(name => [name, query.get(name) ?? '']));
    const choices = await get('performance/choices', {}, signal);
    wish.process = wish.process || choices.processes[0]?.key;
    if (!wish.process) {
      return hint('You answer for no process.');
    }
    const by = MEASURES[wish.by] ? wish.by : 'median';
    const place = element('div', {}, busy('Loading'));
    const filter = form(wish, choices);
    looked(wish, by, signal).then(
      ([{ from, until }, content]) => {
        filter.elements.from.value ||= from;
        filter.elements.until.value ||= until;
        fill(place, content);
      },
      problem => signal.aborted || fill(place, failed(problem)));
    return [filter, place];
  }
});

/** One version, or two on the same scale; the period that was answered for, and what is to be seen. */
async function looked(wish, by, signal) {
  const load = version => Promise.all([
    get('performance/heat', { process: wish.process, version, from: wish.from, until: wish.until }, signal),
    drawing('performance/heat/picture', { process: wish.process, version }, signal)
  ]);
  const shown = await Promise.all([wish.against && load(wish.against), load(wish.version)].filter(Boolean));
  const measure = heatOf(by, shown.flatMap(([found]) => found.elements));
  const [found] = shown.at(-1);
  const pictures = shown.map(([one, picture]) => laid(one, one === found ? named(one) : `Compared: ${named(one)}`, picture, measure, wish.at));
  if (pictures.length === 2) {
    together(pictures[0].box, pictures[1].box);
  }
  return [found, [
    element('ul', { class: 'nav nav-pills', 'aria-label': 'Coloured by' },
      Object.entries(MEASURES).map(([name, { label }]) =>
        element('li', { class: name === by ? 'active' : null },
          element('a', { href: heatHref({ ...wish, by: name }), 'aria-current': name === by ? 'true' : null }, label)))),
    element('p', { role: 'status' }, shown.map(([one]) => `${named(one)}: ${counted(one)}`).join('; '), asOf(found.asOf)),
    legend(measure),
    element('div', { class: shown.length === 2 ? 'side-by-side' : null }, pictures.map(({ figure }) => figure)),
    hint('Choose an element for the cases that passed it.'),
    shown.length === 2 ? comparison(shown[0][0], found, measure) : heatTable(found, measure)
  ]];
}

/** What is seen of each element. */
function laid(found, title, picture, measure, at) {
  const rows = new Map(found.elements.map(row => [row.element, row]));
  return diagram({
    picture,
    title,
    at,
    lay: id => {
      const row = rows.get(id);
      return row && {
        color: measure.color(row),
        label: measure.label(row),
        href: casesHref(found, id, row.passes === 0),
        says: `${row.name}: ${measure.says(row)}; its cases`
      };
    }
  });
}

function form(wish, choices) {
  const offer = (node, chosen, first) => node.replaceChildren(...select('', chosen, offeredVersions(choices, processes.value, chosen, first)).children);
  const own = select('version', wish.version, offeredVersions(choices, wish.process, wish.version, 'In force'));
  const other = select('against', wish.against, offeredVersions(choices, wish.process, wish.against, 'None'));
  const processes = select('process', wish.process, neededProcesses(choices, wish.process), {
    change: () => {
      offer(own, '', 'In force');
      offer(other, '', 'None');
    }
  });
  return element('form', {
    class: 'form-inline filter-line',
    role: 'search',
    submit: event => {
      event.preventDefault();
      location.hash = heatHref({ by: wish.by, ...Object.fromEntries(new FormData(event.target)) });
    }
  },
    field('Process', processes),
    field('Version', own),
    field('Compared with', other),
    field('From', text('from', wish.from, { type: 'date' })),
    field('Until', text('until', wish.until, { type: 'date' })),
    element('button', { type: 'submit', class: 'btn btn-primary' }, 'Show'));
}
