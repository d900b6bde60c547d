/** Deviations: an obligation that a process does not carry for a while, with reason, approver and end. */
import { get, myRoles, path, post, remove } from '../shared/api.js';
import { time } from '../shared/dates.js';
import { element, fill, sign } from '../shared/dom.js';
import { area, field, form, text } from '../shared/form.js';
import { done, failed, hint } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { paged, table } from '../shared/table.js';
import { tabs } from './tabs.js';

export const deviations = page({
  path: '/conformity/deviations',
  title: 'Conformity',
  tabs,
  show: async ({ signal }) => {
    const me = await myRoles(signal);
    const place = element('div');
    const list = () => fill(place, paged({
      load: part => get('conformity/deviations', part, signal),
      show: rows => overview(rows, me, list)
    }));
    list();

    const asking = element('div');
    const ask = () => fill(asking, form({
      fields: [
        field('Obligation', text('requirement', '', { required: true, maxlength: 40 }), 'Its id as in the matrix, such as 8.1-a'),
        field('Process', text('process', '', { required: true, maxlength: 100 }), 'Its id, such as incident-management; the process must be yours'),
        field('Why it cannot be carried out', area('reason', '', { required: true, maxlength: 2000 })),
        field('Until', text('expiresOn', '', { type: 'date', required: true }))
      ],
      action: 'Ask for the deviation',
      cancel: () => offer(),
      send: async values => {
        await post('conformity/deviations', Object.fromEntries(values));
        offer(done('Asked for; it counts once the document controller has approved it.'));
        list();
      }
    }));
    const offer = notice => fill(asking, notice, element('button', { type: 'button', class: 'btn btn-default', click: ask }, 'Ask for a deviation'));
    offer();
    return [
      hint('Without one a model that loses an obligation is refused. An approved deviation lets it pass until its end.'),
      asking, place
    ];
  }
});

const overview = (rows, me, again) =>
  table({
    caption: 'Deviations',
    columns: [
      { title: 'Obligation', cell: row => element('a', { href: `#/conformity?text=${encodeURIComponent(row.requirement)}` }, row.requirement), style: 'id' },
      { title: 'Process', cell: row => row.process, style: 'process' },
      { title: 'Reason', cell: row => row.reason, style: 'says' },
      { title: 'Asked', cell: row => [row.askedBy, element('br'), time(row.askedAt)], style: 'when' },
      { title: 'Until', cell: row => row.expiresOn, style: 'when' },
      { title: 'State', cell: standing, style: 'state' },
      { title: 'Actions', cell: row => actions(row, me, again), style: 'state' }
    ],
    rows,
    empty: 'There is no deviation.'
  });

function standing(row) {
  if (row.endedBy) {
    return ['Ended by ', row.endedBy, element('br'), time(row.endedAt)];
  }
  if (over(row)) {
    return 'Expired';
  }
  return row.approvedBy
    ? [element('span', { class: 'good' }, sign('ok'), 'In force'), element('br'), `approved by ${row.approvedBy}`]
    : element('span', { class: 'doubtful' }, sign('adjust'), 'Waits for approval');
}

/** What is left to do: to approve what somebody else asked for, and to end what is no longer needed. */
function actions(row, me, again) {
  const place = element('div');
  const act = (label, work, style = 'btn-default') => element('button', {
    type: 'button',
    class: `btn btn-sm ${style}`,
    'aria-label': `${label} the deviation of ${row.requirement} in ${row.process}`,
    click: async () => {
      try {
        await work();
        again();
      } catch (problem) {
        place.append(failed(problem));
      }
    }
  }, label);
  const open = !row.endedBy && !over(row);
  return fill(place,
    open && !row.approvedBy && row.askedBy !== me.id && me.has('documentController')
      && [act('Approve', () => post(path`conformity/deviations/${row.id}/approval`), 'btn-primary'), ' '],
    open && me.has('documentController')
      && act(row.approvedBy ? 'End' : 'Refuse', () => remove(path`conformity/deviations/${row.id}`)));
}

const over = row => row.expiresOn < new Date().toISOString().slice(0, 10);
