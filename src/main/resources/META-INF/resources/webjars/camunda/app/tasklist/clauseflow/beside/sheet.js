/** A record to be read at once: what it is, what people say and add, what it is linked to, and its journal. */
import { address, get, path, post } from '../../../cockpit/clauseflow/shared/api.js';
import { time } from '../../../cockpit/clauseflow/shared/dates.js';
import { element, sign } from '../../../cockpit/clauseflow/shared/dom.js';
import { area, field, form } from '../../../cockpit/clauseflow/shared/form.js';
import { done, hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { paged, table } from '../../../cockpit/clauseflow/shared/table.js';
import { lines } from '../../../cockpit/clauseflow/shared/values.js';
import { recordLink } from './link.js';

/** again(notice) shows the record anew, with what has become of something; more stands below its facts. */
export const sheet = ({ record, names, entries, journal, comments, links, attachments }, again, more) => [
  element('div', { class: 'columns' },
    element('div', {},
      facts(record, names),
      said('Description', record.data.description),
      said('Open question', record.data.question),
      said('Resolution', record.data.resolution),
      rest(record),
      more),
    element('div', {},
      element('h3', {}, 'Comments'),
      talk(comments),
      commentForm(record, again),
      element('h3', {}, 'Files'),
      files(record, attachments),
      fileForm(record, again),
      element('h3', {}, 'Links'),
      linked(links))),
  element('h3', {}, `Journal (${entries} entries)`),
  entries > journal.length ? whole(record) : entriesTable(journal)
];

const facts = (record, names) =>
  element('dl', { class: 'facts' },
    [
      ['Type', names.type],
      ['Status', [record.status, record.confidential && element('span', { class: 'tag' }, sign('lock'), 'confidential')]],
      ['Priority', record.priority],
      ['Impact', record.data.impact],
      ['Urgency', record.data.urgency],
      ['Category', record.data.category],
      ['Service', names.service],
      ['Configuration item', names.item],
      ['Customer', names.customer],
      ['Reported by', names.reporter],
      ['Owner', names.owner ?? record.owner],
      ['Opened', record.openedAt && time(record.openedAt)],
      ['Resolved', record.resolvedAt && time(record.resolvedAt)],
      ['Closed', record.closedAt && time(record.closedAt)],
      ['Outcome', record.outcome],
      ['Process', `${record.processKey} version ${record.processVersion}`]
    ].filter(([, value]) => value).map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));

const said = (title, text) => text && [element('h3', {}, title), element('p', { class: 'said' }, text)];

const SHOWN = new Set(['title', 'description', 'question', 'resolution', 'impact', 'urgency', 'category', 'ci', 'partOf']);

/** What else the record holds, as its process names it. */
function rest({ data }) {
  const others = Object.entries(data).filter(([name, value]) =>
    !SHOWN.has(name) && value !== null && value !== '' && (typeof value !== 'object' || simple(value)));
  return others.length > 0 && element('details', {},
    element('summary', {}, 'What else is known of it'),
    element('dl', { class: 'facts' },
      others.map(([name, value]) => [element('dt', {}, words(name)), element('dd', {}, Array.isArray(value) ? value.join(', ') : String(value))])));
}

const simple = value => Array.isArray(value) && value.length > 0 && value.every(one => typeof one !== 'object');

/** supportGroup: Support group */
const words = name => {
  const split = name.replace(/[A-Z]/g, letter => ' ' + letter.toLowerCase());
  return split[0].toUpperCase() + split.slice(1);
};

const talk = comments =>
  comments.length === 0
    ? hint('Nobody has said anything yet.')
    : element('ul', { class: 'comments' },
        comments.map(comment => element('li', {},
          element('div', { class: 'hint' }, comment.actor, ', ', time(comment.at)),
          element('div', { class: 'said' }, comment.note))));

const commentForm = (record, again) =>
  form({
    fields: field('Your comment', area('text', '', { required: true, maxlength: 4000 })),
    action: 'Add comment',
    style: 'btn-default',
    send: async values => {
      await post(path`records/${record.number}/comments`, { text: values.get('text') });
      await again(done('Your comment stands in the journal.'));
    }
  });

const files = (record, attachments) =>
  attachments.length === 0
    ? hint('There are none.')
    : table({
        caption: 'Files of the record',
        columns: [
          { title: 'File', cell: file => element('a', { href: address(path`records/${record.number}/attachments/${file.id}`), download: file.name }, file.name) },
          { title: 'Size', cell: file => size(file.size), style: 'number' },
          { title: 'Added', cell: file => [time(file.at), ` by ${file.by}`], style: 'when' }
        ],
        rows: attachments
      });

const size = bytes => (bytes < 1024 ? `${bytes} B` : bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`);

const fileForm = (record, again) =>
  form({
    fields: field('Another file', element('input', { type: 'file', name: 'file', required: true }), 'At most 10 MB.'),
    action: 'Add file',
    style: 'btn-default',
    send: async values => {
      await post(path`records/${record.number}/attachments`, values);
      await again(done('The file belongs to the record.'));
    }
  });

const linked = links =>
  table({
    caption: 'Links to other records',
    columns: [
      { title: 'Link', cell: link => (link.outgoing ? link.kind : `${link.kind} this, says`), style: 'kind' },
      { title: 'Record', cell: link => [recordLink(link.number), link.title && ` ${link.title}`] },
      { title: 'Status', cell: link => link.status ?? '' },
      { title: 'Since', cell: link => [time(link.at), link.by && ` by ${link.by}`], style: 'when' }
    ],
    rows: links,
    empty: 'It is linked to no other record.'
  });

/** Latest first, a page at a time. */
const whole = record =>
  paged({
    size: 20,
    load: part => get(path`records/${record.number}/journal`, { ...part, latestFirst: true }),
    show: entriesTable
  });

const entriesTable = entries =>
  table({
    caption: 'Journal, latest first',
    columns: [
      { title: 'When', cell: entry => time(entry.at), style: 'when' },
      { title: 'By', cell: entry => entry.actor ?? '' },
      { title: 'Step', cell: entry => entry.elementName ?? entry.elementId ?? '', style: 'process' },
      { title: 'What', cell: entry => [entry.kind, entry.note && `: ${entry.note}`, lines(entry.changes)], style: 'says' }
    ],
    rows: entries
  });
