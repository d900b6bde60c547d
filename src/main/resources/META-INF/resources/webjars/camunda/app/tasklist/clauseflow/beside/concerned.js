/** What an incident or a request concerns, and what has changed or will around it. */
import { time } from '../../../cockpit/clauseflow/shared/dates.js';
import { element } from '../../../cockpit/clauseflow/shared/dom.js';
import { hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { table } from '../../../cockpit/clauseflow/shared/table.js';
import { effects } from './effects.js';
import { recordLink } from './link.js';
import { tab } from './tab.js';

export const concerned = tab({
  part: 'CONCERNED',
  label: 'Concerned',
  priority: 920,
  show: ({ found }) => {
    const before = at => at < found.asOf;
    return [
      element('h3', {}, found.named ? 'Configuration items that it names' : 'Configuration items of its service'),
      items(found),
      found.impact && effects(found.impact, new Map(found.items.map(item => [item.id, item.name]))),
      element('h3', {}, 'Changes, 30 days back and ahead'),
      changes('Recent', found.changes.filter(change => before(change.startsAt))),
      changes('Coming', found.changes.filter(change => !before(change.startsAt))),
      element('h3', {}, 'Releases, 30 days back and ahead'),
      releases(found.releases)
    ];
  }
});

const items = ({ items, named }) => [
  !named && hint('The record names none; these make up its service.'),
  table({
    caption: 'Configuration items',
    columns: [
      { title: 'Item', cell: item => [item.name, element('div', { class: 'hint' }, item.id)] },
      { title: 'Type', cell: item => item.type },
      { title: 'Status', cell: item => item.status },
      { title: 'Version', cell: item => item.version ?? '' },
      { title: 'Place', cell: item => item.location ?? '' }
    ],
    rows: items,
    empty: 'The CMDB knows of none.'
  })
];

const changes = (title, rows) => [
  element('h4', {}, title),
  table({
    caption: `${title} changes`,
    columns: [
      { title: 'Change', cell: change => [recordLink(change.number), ` ${change.title}`] },
      { title: 'When (UTC)', cell: change => [time(change.startsAt), ' to ', time(change.endsAt)] },
      { title: 'State', cell: change => [change.state, change.changeType && `, ${change.changeType}`] },
      { title: 'Touches', cell: change => [change.service, change.items.length > 0 && element('div', { class: 'hint' }, change.items.join(', '))] }
    ],
    rows,
    empty: 'None.'
  })
];

const releases = rows =>
  table({
    caption: 'Releases',
    columns: [
      { title: 'Release', cell: release => [recordLink(release.number), ` ${release.title}`] },
      { title: 'When (UTC)', cell: release => [release.deployed ? 'deployed ' : 'planned ', time(release.at)] },
      { title: 'Status', cell: release => release.status },
      { title: 'Service', cell: release => release.service ?? '' }
    ],
    rows,
    empty: 'None.'
  });
