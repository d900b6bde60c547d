/** The audit pack of a period: matrix, models, a sample of the records that can be drawn again, and hashes of it all. */
import { download, myRoles } from '../shared/api.js';
import { element, fill } from '../shared/dom.js';
import { field, form, text } from '../shared/form.js';
import { busy, done, hint } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { tabs } from './tabs.js';

export const pack = page({
  path: '/conformity/pack',
  title: 'Conformity',
  tabs,
  show: async ({ query, signal }) => {
    const me = await myRoles(signal);
    if (!['auditor', 'documentController', 'camunda-admin'].some(me.has)) {
      return hint('Auditors, document controllers and administrators take the audit pack along.');
    }
    const today = new Date().toISOString().slice(0, 10);
    const place = element('div');
    return [
      hint('One ZIP with the matrix, the models and tables in force with pictures, sampled records with their journals, the '
        + 'result of verifying them, and a manifest of hashes. Who draws with the same seed gets the same sample.'),
      form({
        fields: [
          element('div', { class: 'form-inline' },
            field('From', text('from', query.get('from') ?? aYearBefore(today), { type: 'date', required: true })),
            field('Until', text('until', query.get('until') ?? today, { type: 'date', required: true }))),
          field('Seed of the sample', text('seed', query.get('seed') ?? today, { maxlength: 100, pattern: '[A-Za-z0-9._\\-]*' }), 'Letters, digits, points, hyphens, underscores; empty: by chance, and the pack says it'),
          field('Records of each type', text('sample', query.get('sample') ?? '10', { type: 'number', required: true, min: 1, max: 200 }))
        ],
        action: 'Make the audit pack',
        send: async values => {
          fill(place, busy('The pack is being made'));
          try {
            await download('conformity/pack', Object.fromEntries(values), signal);
            fill(place, done('Saved where your browser saves files; README.html in it says how to check it.'));
          } catch (problem) {
            fill(place);
            throw problem;
          }
        }
      }),
      place
    ];
  }
});

function aYearBefore(day) {
  const date = new Date(day);
  date.setUTCFullYear(date.getUTCFullYear() - 1);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
