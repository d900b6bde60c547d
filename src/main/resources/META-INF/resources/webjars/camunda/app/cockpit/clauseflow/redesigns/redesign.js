/** One redesign: what was found, what would be different, and what becomes of the cases that run. */
import { address, get, myRoles, path, post, remove } from '../shared/api.js';
import { time } from '../shared/dates.js';
import { element, fill, sign } from '../shared/dom.js';
import { area, field, form } from '../shared/form.js';
import { page } from '../shared/page.js';
import { recordLink } from '../shared/record.js';
import { table } from '../shared/table.js';
import { difference } from './difference.js';
import { filesField } from './files.js';
import { moves } from './moves.js';
import { replay } from './replay.js';
import { status, version } from './status.js';

export const redesign = page({
  path: '/redesigns/:number',
  title: 'Redesigns',
  show: async ({ last: number, signal, again }) => {
    const of = part => get(path`redesigns/${number}` + part, {}, signal);
    const [me, found, changes, past, running] = await Promise.all([
      myRoles(signal), of(''), of('/difference'), of('/replay'), of('/moves')
    ]);
    return [
      element('p', {}, element('a', { href: '#/redesigns' }, 'All redesigns')),
      element('h2', {}, `${found.number} ${found.title}`),
      facts(found),
      found.author === me.id && !found.closedAt && !found.deployedAt && work(found, again),
      part('Findings', findings(found)),
      part('Files', files(found)),
      part('Difference', difference(found, changes, signal)),
      part('Replay of the past', replay(found, past)),
      part('Running cases', moves(running))
    ];
  }
});

const part = (title, content) => element('section', { class: 'part', 'aria-label': title }, element('h3', {}, title), content);

const facts = found =>
  element('dl', { class: 'facts' },
    [
      ['Status', status(found)],
      ['Outcome', found.outcome],
      [found.kind === 'decision' ? 'Table' : 'Process', found.subject],
      ['Version', version(found)],
      ['By', found.author],
      ['Why', found.description],
      ['Opened', time(found.openedAt)],
      ['Deployed', found.deployedAt && time(found.deployedAt)],
      ['Rolled back', found.restoredAt && time(found.restoredAt)],
      ['Closed', found.closedAt && time(found.closedAt)],
      ['Record', recordLink(found.number)]
    ].filter(([, value]) => value).map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));

/** What its author can do from here. */
function work(found, again) {
  const place = element('div', { class: 'buttons' });
  const button = (label, click) => element('button', { type: 'button', class: 'btn btn-default', click }, label);
  const offer = () => fill(place, [ found.status === 'draft asked' && [button('Bring a draft', bring), ' '], button('Withdraw', withdraw)]);
  const bring = () => fill(place, form({
    fields: filesField(),
    action: 'Bring this draft',
    cancel: offer,
    send: async values => {
      await post(path`redesigns/${found.number}/draft`, values);
      await again();
    }
  }));
  const withdraw = () => fill(place, form({
    fields: field('Why it is withdrawn', area('reason', '', { required: true, maxlength: 4000 })),
    action: 'Withdraw the redesign',
    cancel: offer,
    send: async values => {
      await remove(path`redesigns/${found.number}`, Object.fromEntries(values));
      await again();
    }
  }));
  offer();
  return place;
}

const findings = ({ toCorrect }) =>
  toCorrect.length === 0
    ? element('p', { class: 'good' }, sign('ok'), 'Nothing is to be corrected.')
    : element('ul', {}, toCorrect.map(finding => element('li', {}, finding)));

const files = ({ number, files }) =>
  table({
    caption: 'Files of the latest draft',
    columns: [
      { title: 'File', cell: file => element('a', { href: address(path`redesigns/${number}/draft/${file.name}`), download: file.name }, file.name) },
      { title: 'Bytes', cell: file => file.bytes, style: 'number' },
      { title: 'SHA-256', cell: file => element('code', {}, file.sha256) }
    ],
    rows: files,
    empty: 'No draft was brought yet.'
  });
