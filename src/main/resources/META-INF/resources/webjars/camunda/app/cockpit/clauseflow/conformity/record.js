/** A record as an auditor reads it: what it is, its journal entry by entry, and what it is linked to. */
import { get, path } from '../shared/api.js';
import { time } from '../shared/dates.js';
import { element } from '../shared/dom.js';
import { page } from '../shared/page.js';
import { recordLink, verifier } from '../shared/record.js';
import { paged, table } from '../shared/table.js';
import { what } from './evidence.js';
import { tabs } from './tabs.js';

export const record = page({
  path: '/conformity/records/:number',
  title: 'Conformity',
  tabs,
  show: async ({ last: number, signal }) => {
    const [found, links] = await Promise.all([
      get(path`records/${number}`, {}, signal),
      get(path`records/${number}/links`, {}, signal)
    ]);
    return [
      element('h2', {}, `${found.number} ${found.title}`),
      facts(found),
      links.length > 0 && [element('h3', {}, 'Links'), linked(links, number)],
      element('h3', {}, 'Journal ', verifier(number)),
      paged({
        size: 50,
        load: part => get(path`records/${number}/journal`, part, signal),
        show: journal
      })
    ];
  }
});

const facts = found =>
  element('dl', { class: 'facts' },
    [
      ['Type', found.type],
      ['Status', found.status],
      ['Priority', found.priority],
      ['Service', found.service],
      ['Owner', found.owner],
      ['Opened', time(found.openedAt)],
      ['Closed', time(found.closedAt)],
      ['Outcome', found.outcome],
      ['Process', `${found.processKey} version ${found.processVersion}`]
    ].filter(([, value]) => value).map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));

export const linked = (links, number) =>
  table({
    caption: 'Links to other records',
    columns: [
      { title: 'From', cell: link => named(link.from, number) },
      { title: 'Link', cell: link => link.kind },
      { title: 'To', cell: link => named(link.to, number) },
      { title: 'Since', cell: link => [time(link.at), link.by && ` by ${link.by}`], style: 'when' }
    ],
    rows: links
  });

const named = (number, own) => (number === own ? number : recordLink(number));

export const journal = entries =>
  table({
    caption: 'Journal, oldest first',
    columns: [
      { title: 'No.', cell: entry => entry.seq, style: 'number' },
      { title: 'When', cell: entry => time(entry.at), style: 'when' },
      { title: 'By', cell: entry => entry.actor ?? '', style: 'who' },
      { title: 'Step', cell: entry => entry.elementName ?? entry.elementId ?? '', style: 'process' },
      { title: 'Carries out', cell: entry => entry.requirement.join(', '), style: 'id' },
      { title: 'What', cell: what, style: 'says' }
    ],
    rows: entries
  });
