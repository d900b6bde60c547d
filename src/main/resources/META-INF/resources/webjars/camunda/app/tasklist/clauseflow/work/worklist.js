/** The worklist: open tasks by what is due first, many at once. */
import { get } from '../../../cockpit/clauseflow/shared/api.js';
import { element, fill } from '../../../cockpit/clauseflow/shared/dom.js';
import { busy, failed, hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { page } from '../../../cockpit/clauseflow/shared/page.js';
import { table } from '../../../cockpit/clauseflow/shared/table.js';
import { Chosen } from './chosen.js';
import { Filter } from './filter.js';
import { due } from './left.js';
import { tabs } from './tabs.js';

const SIZE = 20;

export const worklist = page({
  path: '/work',
  title: 'Worklist',
  tabs,
  show: async ({ query, signal }) => {
    const filter = new Filter(query);
    const choices = await get('work/choices', {}, signal);
    const list = element('div');
    let number = 0;
    const chosen = new Chosen(() => turn(number));
    async function turn(to) {
      number = to;
      chosen.clear();
      fill(list, busy('Loading'));
      try {
        const { view, process, service, priority, text } = filter;
        const part = await get('work', { view, process, service, priority, text, page: number, size: SIZE }, signal);
        if (part.items.length === 0 && number > 0) {
          await turn(number - 1);
          return;
        }
        fill(list, part.items.length > 0 && chosen.bar(), tasks(part, chosen), pager(part, turn));
      } catch (problem) {
        if (!signal.aborted) {
          fill(list, failed(problem), element('p', {}, element('a', { href: '#/work?view=all' }, 'Show all tasks')));
        }
      }
    }
    turn(0);
    return [filter.views(), filter.form(choices), chosen.results, list];
  }
});

const tasks = (part, chosen) =>
  part.items.length === 0
    ? hint('There is no such task. Choose another view above, or fewer conditions.')
    : table({
      caption: 'Open tasks, what is due first comes first',
      columns: [
        { title: chosen.all(part.items), cell: task => chosen.box(task), style: 'opener' },
        { title: 'Time left', cell: task => due(task, part.asOf), style: 'when' },
        { title: 'Task', cell: task => [open(task), element('div', { class: 'hint' }, task.processName)], style: 'says' },
        { title: 'Record', cell: record, style: 'says' },
        { title: 'Priority', cell: task => task.priority ?? '' },
        { title: 'Service', cell: task => task.service ?? '' },
        { title: 'With', cell: holder, style: 'process' }
      ],
      rows: part.items
    });

const open = task => element('a', { href: `#/?forceDisplayTask=true&task=${encodeURIComponent(task.task)}` }, task.name);

const record = task =>
  task.record
    ? [
      element('a', { href: `#/records/${encodeURIComponent(task.record)}`, class: 'id' }, task.record),
      element('div', {}, task.title ?? element('span', { class: 'hint' }, 'confidential'))
    ]
    : '';

const holder = task =>
  task.assignee
    ? [task.assigneeName ?? task.assignee, task.actingFor && element('div', { class: 'hint' }, `acting for ${task.actingFor}`)]
    : [element('span', {}, 'nobody yet'), task.roles.length > 0 && element('div', { class: 'hint' }, task.roles.join(', '))];

function pager({ items, page: number, size, total, more }, turn) {
  const last = number * size + items.length;
  const step = (label, to, possible) =>
    element('button', { type: 'button', class: 'btn btn-default btn-sm', disabled: !possible, click: () => turn(to) }, label);
  return items.length > 0 && element('div', { class: 'pager-line' },
    step('Previous', number - 1, number > 0), ' ',
    step('Next', number + 1, more || last < total), ' ',
    element('span', { role: 'status' },
      `${number * size + 1} to ${last} of ${more ? `more than ${total}` : total}; times are UTC`));
}
