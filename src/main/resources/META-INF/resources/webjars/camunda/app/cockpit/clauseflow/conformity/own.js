/** Obligations of our own beside those of the standard: of a law, a contract, a policy. */
import { path, post, remove } from '../shared/api.js';
import { element, fill } from '../shared/dom.js';
import { area, field, form, select, text } from '../shared/form.js';
import { failed } from '../shared/notices.js';

export function newObligation({ rows }, again, close) {
  const processes = [...new Set(rows.flatMap(row => row.processes))].sort();
  return form({
    fields: [
      field('Id', text('id', '', { required: true, pattern: '[A-Z][A-Z0-9]{1,11}-[A-Za-z0-9.]{1,20}' }), 'Where it comes from and what tells it apart, such as GDPR-33.1'),
      field('What is asked', area('says', '', { required: true, maxlength: 500 })),
      field('Source', text('source', '', { required: true, maxlength: 200 }), 'The law, contract or policy that asks for it'),
      field('Heading', text('clause', '', { maxlength: 100 }), 'Under which the matrix shows it; empty: the source'),
      field('Processes that are to carry it out',
        select('processes', '', Object.fromEntries(processes.map(process => [process, process])), { multiple: true, size: 6, required: true }),
        'More than one with Ctrl')
    ],
    action: 'Add obligation',
    cancel: close,
    send: async values => {
      await post('conformity/obligations', {
        id: values.get('id'),
        says: values.get('says'),
        source: values.get('source'),
        clause: values.get('clause'),
        processes: values.getAll('processes')
      });
      again();
    }
  });
}

export function removal(row, again) {
  const place = element('div', { class: 'buttons' });
  const ask = () => fill(place,
    element('span', {}, `Withdraw ${row.id}? Its evidence stays. `),
    button('btn-primary', 'Withdraw', async () => {
      try {
        await remove(path`conformity/obligations/${row.id}`);
        again();
      } catch (problem) {
        fill(place, failed(problem));
      }
    }), ' ', button('btn-default', 'Keep', offer));
  const offer = () => fill(place, button('btn-default', 'Withdraw this obligation of our own', ask));
  offer();
  return place;
}

const button = (style, label, click) => element('button', { type: 'button', class: `btn btn-sm ${style}`, click }, label);
