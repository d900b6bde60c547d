/** All redesigns, the latest first, and the place to hand one in. */
import { get, post } from '../shared/api.js';
import { date } from '../shared/dates.js';
import { element, fill } from '../shared/dom.js';
import { area, field, form, text } from '../shared/form.js';
import { hint } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { paged, table } from '../shared/table.js';
import { filesField } from './files.js';
import { status, version } from './status.js';

export const list = page({
  path: '/redesigns',
  title: 'Redesigns',
  show: ({ query, signal }) => {
    const mine = query.get('mine') === 'true';
    return [
      hint('A draft is checked, compared with the version in force, put through past cases, approved and deployed. Approvals are tasks in Tasklist.'),
      handIn(),
      element('ul', { class: 'nav nav-pills' },
        choice('All', '#/redesigns', !mine),
        choice('Mine', '#/redesigns?mine=true', mine)),
      paged({
        load: part => get('redesigns', { ...part, mine }, signal),
        show: redesigns => table({
          caption: 'Redesigns',
          columns: [
            { title: 'Number', cell: row => element('a', { href: href(row.number) }, row.number), style: 'id' },
            { title: 'Title', cell: row => row.title, style: 'says' },
            { title: 'Of', cell: row => [row.subject, row.kind && element('div', { class: 'hint' }, row.kind)], style: 'process' },
            { title: 'By', cell: row => row.author ?? '', style: 'who' },
            { title: 'Version', cell: version },
            { title: 'Status', cell: row => [status(row), findings(row)], style: 'state' },
            { title: 'Since', cell: row => date(row.openedAt), style: 'when' }
          ],
          rows: redesigns,
          empty: mine ? 'You have handed in none.' : 'Nobody has handed in a draft yet.'
        })
      })
    ];
  }
});

const href = number => `#/redesigns/${encodeURIComponent(number)}`;

const choice = (label, href, chosen) =>
  element('li', { class: chosen ? 'active' : null }, element('a', { href, 'aria-current': chosen ? 'true' : null }, label));

const findings = row =>
  row.findings > 0 && !row.closedAt
    && element('div', { class: 'hint' }, row.findings === 1 ? '1 finding to correct' : `${row.findings} findings to correct`);

function handIn() {
  const place = element('div', { class: 'buttons' });
  const offer = () => fill(place, element('button', { type: 'button', class: 'btn btn-primary', click: ask }, 'Hand in a draft'));
  const ask = () => fill(place, form({
    fields: [
      field('What becomes different', text('title', '', { required: true, maxlength: 200 })),
      field('Why', area('description', '', { required: true, maxlength: 4000 })),
      filesField()
    ],
    action: 'Hand in',
    cancel: offer,
    send: async values => {
      location.hash = href((await post('redesigns', values)).number);
    }
  }));
  offer();
  return place;
}
