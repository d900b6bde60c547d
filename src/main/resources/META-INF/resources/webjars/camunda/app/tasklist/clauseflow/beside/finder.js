/** Records of every type, found by a number or words of their title. */
import { get } from '../../../cockpit/clauseflow/shared/api.js';
import { time } from '../../../cockpit/clauseflow/shared/dates.js';
import { element } from '../../../cockpit/clauseflow/shared/dom.js';
import { field } from '../../../cockpit/clauseflow/shared/form.js';
import { hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { page } from '../../../cockpit/clauseflow/shared/page.js';
import { paged, table } from '../../../cockpit/clauseflow/shared/table.js';
import { recordLink } from './link.js';

export const searchAddress = text => `#/records?text=${encodeURIComponent(text)}`;

export const finder = page({
  path: '/records',
  title: 'Records',
  show: ({ query, signal }) => {
    const text = (query.get('text') ?? '').trim();
    return [
      search(text),
      text === '' ? hint('Incidents, requests, problems, changes, releases and all other records that you may see.') : found(text, signal)
    ];
  }
});

/** The box alone. */
export const search = text =>
  element('form', {
    class: 'filter-line',
    role: 'search',
    submit: event => {
      event.preventDefault();
      const value = new FormData(event.currentTarget).get('text').trim();
      if (value !== '') {
        location.hash = searchAddress(value);
      }
    }
  },
  field('Number, or words of the title', element('input', { type: 'search', name: 'text', value: text, maxlength: 200 })),
  element('button', { type: 'submit', class: 'btn btn-primary' }, 'Find'));

const found = (text, signal) =>
  paged({
    load: part => get('records', { text, ...part }, signal),
    show: rows => table({
      caption: 'Records that were found, the latest first',
      columns: [
        { title: 'Record', cell: record => recordLink(record.number), style: 'id' },
        { title: 'Type', cell: record => record.type },
        { title: 'Title', cell: record => record.title, style: 'says' },
        { title: 'Status', cell: record => record.status },
        { title: 'Service', cell: record => record.service ?? '' },
        { title: 'Opened', cell: record => time(record.openedAt), style: 'when' }
      ],
      rows,
      empty: `No record that you may see has the number or all the words: ${text}`
    })
  });
