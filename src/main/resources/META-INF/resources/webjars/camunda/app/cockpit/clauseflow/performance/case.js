/** One case: why it was late, its way on the picture and in time, what was decided, its targets, and its journal. */
import { get, path } from '../shared/api.js';
import { time } from '../shared/dates.js';
import { element, sign } from '../shared/dom.js';
import { lasting } from '../shared/durations.js';
import { hint } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { recordLink, verifier } from '../shared/record.js';
import { paged } from '../shared/table.js';
import { journal, linked } from '../conformity/record.js';
import { asOf } from './collected.js';
import { decisions } from './decisions.js';
import { diagram, drawing } from './diagram.js';
import { explanation } from './explanation.js';
import { passages } from './passages.js';
import { tabs } from './tabs.js';
import { whyLate } from './whyLate.js';

export const oneCase = page({
  path: '/performance/cases/:number',
  title: 'Performance',
  tabs,
  show: async ({ last: number, signal }) => {
    const [found, targets, links] = await Promise.all([
      get(path`performance/cases/${number}`, {}, signal),
      get(path`records/${number}/targets`, {}, signal),
      get(path`records/${number}/links`, {}, signal)
    ]);
    const pictures = await Promise.all(found.processes.map(process => picture(number, process, found, signal)));
    const names = new Map([...found.passages, ...found.here].map(one => [one.element, one.name]));
    return [
      element('p', {}, element('a', { href: '#/performance/cases' }, 'All cases')),
      element('h2', {}, `${found.row.number} ${found.row.title}`),
      facts(found),
      whyLate(found, targets),
      part('Path', [
        hint('A number: passed that often. ! A target came due there. ● It stands there now. × Ended undone.'),
        pictures
      ]),
      part('Time line', passages(found)),
      part('Targets', explanation(targets)),
      part('Decisions', decisions(found.decisions, names)),
      links.length > 0 && part('Links', linked(links, number)),
      part(['Journal ', verifier(number)], paged({
        size: 50,
        load: page => get(path`records/${number}/journal`, page, signal),
        show: journal
      }), 'Journal')
    ];
  }
});

const part = (title, content, label = title) => element('section', { class: 'part', 'aria-label': label }, element('h3', {}, title), content);

const facts = ({ row, processes, here, asOf: at }) =>
  element('dl', { class: 'facts' },
    [
      ['Status', [row.status, row.late && [' ', element('strong', { class: 'bad' }, sign('time'), 'late')]]],
      ['Stands at', here.map(one => one.name).filter((name, i, all) => all.indexOf(name) === i).join(', ')],
      ['Process', `${processes.find(({ process }) => process === row.process)?.name ?? row.process}, version ${row.version}`],
      ['Priority', row.priority],
      ['Service', row.service],
      ['Customer', row.customer],
      ['Team', row.team],
      ['Owner', row.owner],
      ['Opened', time(row.openedAt)],
      ['Closed', row.closedAt && time(row.closedAt)],
      ['Lead time', row.lead !== null && lasting(row.lead)],
      ['Targets missed', row.missed > 0 && String(row.missed)],
      ['Outcome', row.outcome],
      ['Record', recordLink(row.number)],
      ['Figures', asOf(at)]
    ].filter(([, value]) => value).map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));

async function picture(number, { process, name, version }, { passages, here }, signal) {
  const led = [...passages, ...here].findLast(one => one.process === process && one.breaches > 0) ?? here.find(one => one.process === process);
  return diagram({
    picture: await drawing(path`performance/cases/${number}/picture`, { process }, signal),
    title: `${name}, version ${version}: the way it took`,
    at: led?.element
  }).figure;
}
