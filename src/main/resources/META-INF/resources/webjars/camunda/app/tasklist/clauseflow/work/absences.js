/** Who is away, and who acts for them. */
import { get, myRoles, path, post, remove } from '../../../cockpit/clauseflow/shared/api.js';
import { time } from '../../../cockpit/clauseflow/shared/dates.js';
import { element, fill, sign } from '../../../cockpit/clauseflow/shared/dom.js';
import { field, form, select, text } from '../../../cockpit/clauseflow/shared/form.js';
import { failed, hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { page } from '../../../cockpit/clauseflow/shared/page.js';
import { paged, table } from '../../../cockpit/clauseflow/shared/table.js';
import { tabs } from './tabs.js';

const STATES = { coming: ['time', 'doubtful'], lasting: ['adjust', 'bad'], over: ['ok', 'good'] };

export const absences = page({
  path: '/absences',
  title: 'Absence',
  tabs,
  show: async ({ query, signal, again }) => {
    const past = query.get('past') === 'true';
    const [me, people] = await Promise.all([myRoles(signal), get('absences/people', {}, signal)]);
    const place = element('div', { role: 'status' });
    return [
      hint('While somebody is away, their tasks go to a deputy who has one of their roles, as far as the rules of each task allow, and come back afterwards. The journal says for whom the deputy acts.'),
      enter(me, people, again),
      place,
      element('ul', { class: 'nav nav-pills' },
        choice('Now and to come', '#/absences', !past),
        choice('Past too', '#/absences?past=true', past)),
      paged({
        load: part => get('absences', { ...part, past }, signal),
        show: rows => table({
          caption: 'Absences, the latest first',
          columns: [
            { title: 'Away', cell: row => row.personName },
            { title: 'Deputy', cell: row => row.deputyName },
            { title: 'From', cell: row => time(row.from), style: 'when' },
            { title: 'Until', cell: row => time(row.until), style: 'when' },
            { title: 'State', cell: state, style: 'state' },
            { title: 'Tasks', cell: tasks, style: 'says' },
            { title: 'Entered by', cell: row => row.enteredBy },
            { title: element('span', { class: 'sr-only' }, 'What to do'), cell: row => row.mayEnd && end(row, place, again) }
          ],
          rows,
          empty: past ? 'Nobody was away yet.' : 'Nobody is away, and no absence is to come.'
        })
      })
    ];
  }
});

const choice = (label, href, chosen) =>
  element('li', { class: chosen ? 'active' : null }, element('a', { href, 'aria-current': chosen ? 'true' : null }, label));

function state(row) {
  const [icon, style] = STATES[row.state];
  return element('span', { class: style }, sign(icon), row.state);
}

const tasks = row => [
  row.given === 0 ? '' : `${row.given} went to the deputy`,
  row.staying.length > 0 && element('details', {},
    element('summary', {}, `${row.staying.length} stay`),
    element('ul', {}, row.staying.map(({ record, task, why }) => element('li', {}, `${record ?? ''} ${task}: ${why}`))))
];

const end = (row, place, again) =>
  element('button', {
    type: 'button',
    class: 'btn btn-default btn-sm',
    'aria-label': `End the absence of ${row.personName}`,
    click: async ({ target }) => {
      target.disabled = true;
      try {
        await remove(path`absences/${row.id}`);
        await again();
      } catch (problem) {
        target.disabled = false;
        fill(place, failed(problem));
      }
    }
  }, 'End now');

function enter(me, people, again) {
  const place = element('div', { class: 'buttons' });
  const offer = () => fill(place, element('button', { type: 'button', class: 'btn btn-primary', click: ask }, 'Enter an absence'));
  async function ask() {
    const who = select('person', me.id, Object.fromEntries(people.map(({ id, name }) => [id, name])), {
      change: ({ target }) => deputies(target.value)
    });
    const deputy = select('deputy', '', {}, { required: true });
    const advice = element('div');
    async function deputies(person) {
      fill(advice);
      try {
        const found = await get('absences/deputies', { person });
        fill(deputy, found.map(({ id, name }) => element('option', { value: id }, name)));
        fill(advice, found.length === 0 && hint('Nobody else has one of these roles, so nobody can act for them.'));
      } catch (problem) {
        fill(advice, failed(problem));
      }
    }
    fill(place, form({
      fields: [
        people.length > 1 && field('Who is away', who),
        field('Deputy', deputy),
        advice,
        field('From (UTC)', text('from', '', { type: 'datetime-local' }), 'Leave it empty for now.'),
        field('Until (UTC)', text('until', '', { type: 'datetime-local', required: true }))
      ],
      action: 'Enter',
      cancel: offer,
      send: async values => {
        const instant = name => (values.get(name) ? `${values.get(name)}:00Z` : null);
        await post('absences', {
          person: values.get('person') ?? me.id, deputy: values.get('deputy'), from: instant('from'), until: instant('until')
        });
        await again();
      }
    }));
    await deputies(me.id);
  }
  offer();
  return place;
}
