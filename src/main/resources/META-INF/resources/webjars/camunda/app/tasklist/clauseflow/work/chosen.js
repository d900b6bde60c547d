/** The tasks that are chosen, what can be done with them, and what has become of each. */
import { get, post } from '../../../cockpit/clauseflow/shared/api.js';
import { element, fill, sign } from '../../../cockpit/clauseflow/shared/dom.js';
import { field, form, select } from '../../../cockpit/clauseflow/shared/form.js';
import { busy, failed, hint } from '../../../cockpit/clauseflow/shared/notices.js';

export class Chosen {
  constructor(changed) {
    this.changed = changed;
    this.results = element('div', { class: 'results' });
    this.clear();
  }

  clear() {
    this.tasks = new Map();
    this.boxes = [];
    this.head = null;
    this.place = element('div');
    this.buttons = [];
    this.count = element('span', { role: 'status', class: 'hint' });
  }

  /** A box that chooses all of the page. */
  all(items) {
    this.head = element('input', {
      type: 'checkbox',
      'aria-label': 'Choose all on this page',
      change: ({ target: { checked } }) => this.boxes.forEach(({ box, task }) => {
        box.checked = checked;
        this.choose(task, checked);
      })
    });
    this.size = items.length;
    return this.head;
  }

  box(task) {
    const box = element('input', {
      type: 'checkbox',
      'aria-label': `Choose ${task.name}${task.record ? ` of ${task.record}` : ''}`,
      change: ({ target }) => this.choose(task, target.checked)
    });
    this.boxes.push({ box, task });
    return box;
  }

  choose(task, yes) {
    yes ? this.tasks.set(task.task, task) : this.tasks.delete(task.task);
    this.head.checked = this.tasks.size === this.size;
    this.show();
  }

  bar() {
    const button = (label, click, possible) => {
      const node = element('button', { type: 'button', class: 'btn btn-default btn-sm', click }, label);
      this.buttons.push({ node, possible });
      return node;
    };
    const node = element('div', { class: 'tools' },
      element('div', { role: 'group', 'aria-label': 'With the chosen tasks' },
        button('Claim', () => this.send('work/claims', 'Claiming'), () => true), ' ',
        button('Hand on…', () => this.handOn(), tasks => tasks.every(task => task.assignable)), ' ',
        button('Complete', () => this.send('work/completions', 'Completing'), tasks => tasks.some(task => task.completable)), ' ',
        this.count));
    this.show();
    return [node, this.place];
  }

  show() {
    const chosen = [...this.tasks.values()];
    fill(this.place);
    this.buttons.forEach(({ node, possible }) => {
      node.disabled = chosen.length === 0 || !possible(chosen);
    });
    this.count.textContent = chosen.length === 0 ? 'Choose tasks to claim them, hand them on or complete them.' : `${chosen.length} chosen${why(chosen)}`;
  }

  async handOn() {
    const tasks = [...this.tasks.keys()];
    fill(this.place, busy('Looking for who may have them'));
    try {
      const people = await get(`work/people?${new URLSearchParams(tasks.map(id => ['task', id]))}`);
      fill(this.place, people.length === 0
        ? hint('Nobody may have all of these tasks; choose fewer.')
        : form({
          fields: field('To', select('person', '', Object.fromEntries(people.map(({ id, name }) => [id, name])), { required: true })),
          action: 'Hand on',
          cancel: () => this.show(),
          send: values => this.send('work/reassignments', 'Handing on', { person: values.get('person') })
        }));
    } catch (problem) {
      fill(this.place, failed(problem));
    }
  }

  async send(path, doing, more = {}) {
    const tasks = [...this.tasks.keys()];
    this.buttons.forEach(({ node }) => { node.disabled = true; });
    fill(this.place, busy(doing));
    try {
      const outcomes = await post(path, { tasks, ...more });
      fill(this.results, report(outcomes));
      await this.changed();
    } catch (problem) {
      this.show();
      fill(this.place, failed(problem));
    }
  }
}

const why = chosen =>
  chosen.some(task => task.completable) ? '' : '; what asks for answers is completed one by one';

function report(outcomes) {
  const done = outcomes.filter(outcome => outcome.done).length;
  return element('div', { class: `alert alert-${done === outcomes.length ? 'success' : 'warning'}`, role: 'status' },
    element('strong', {}, `${done} of ${outcomes.length} done`),
    element('ul', {}, outcomes.map(({ name, record, done, says }) =>
      element('li', {}, sign(done ? 'ok' : 'remove'), `${record ? `${record}: ` : ''}${name ?? 'A task'} ${says}`))));
}
