/** How an obligation applies here: a note, why, and how often; kept by the document controller. */
import { path, put, remove } from '../shared/api.js';
import { every, time } from '../shared/dates.js';
import { element, fill } from '../shared/dom.js';
import { area, field, form, select, text } from '../shared/form.js';
import { done, failed, hint } from '../shared/notices.js';

export function tailoring(row, controls) {
  const place = element('div', { class: 'tailoring' });
  const at = path`conformity/obligations/${row.id}/tailoring`;
  const show = (...before) =>
    fill(place, before, row.tailoring && told(row.tailoring), controls && [
      button(row.tailoring ? 'Change tailoring' : 'Tailor', edit), ' ',
      row.tailoring && button('Take back tailoring', takeBack)
    ]);

  async function takeBack() {
    try {
      await remove(at);
      row.tailoring = null;
      show(done('Taken back; the matrix follows when it is shown again.'));
    } catch (problem) {
      show(failed(problem));
    }
  }

  function edit() {
    const [, count, unit] = /^P(\d+)([DWMY])$/.exec(row.tailoring?.interval ?? '') ?? [];
    fill(place, form({
      fields: [
        field('How it applies here', area('note', row.tailoring?.note, { required: true, maxlength: 1000 })),
        field('Why that meets the obligation', area('justification', row.tailoring?.justification, { required: true, maxlength: 2000 })),
        element('div', { class: 'form-inline' },
          field('Planned every', text('count', count, { type: 'number', min: 1, max: 999 }), 'Empty: as the model plans'),
          field('Unit', select('unit', unit, { D: 'days', W: 'weeks', M: 'months', Y: 'years' })))
      ],
      action: 'Save tailoring',
      cancel: () => show(),
      send: async values => {
        const tailoring = {
          note: values.get('note'),
          justification: values.get('justification'),
          interval: values.get('count') ? `P${values.get('count')}${values.get('unit')}` : null
        };
        await put(at, tailoring);
        row.tailoring = tailoring;
        show(done('Saved; the matrix follows when it is shown again.'));
      }
    }));
  }

  show();
  return place;
}

const told = ({ note, justification, interval, by, at }) => [
  element('p', {}, element('strong', {}, 'Tailored: '), note, interval && ` (${every(interval)})`),
  hint(['Because: ', justification, by && [` – ${by}, `, time(at)]])
];

const button = (label, click) => element('button', { type: 'button', class: 'btn btn-default btn-sm', click }, label);
