/** Which obligations of which period are looked at. The address says it, so that it can be sent to somebody. */
import { element } from '../shared/dom.js';
import { field, select, text } from '../shared/form.js';
import { STATES } from './states.js';

const NAMES = ['from', 'until', 'clause', 'process', 'state', 'late', 'text'];

export class Filter {
  constructor(query) {
    for (const name of NAMES) {
      this[name] = query.get(name) ?? '';
    }
  }

  /** What the server asks for: of the whole period, whatever else is filtered, so that the counts stay. */
  period() {
    return { from: this.from, until: this.until };
  }

  /** The same for what is printed or saved. */
  parameters() {
    const { text, ...others } = this;
    return others;
  }

  matches(row) {
    const words = this.text.toLowerCase();
    return (!this.clause || row.clause === this.clause || row.clause.startsWith(this.clause + '.'))
      && (!this.process || processes(row).includes(this.process))
      && (!this.state || row.state === this.state)
      && (!this.late || row.late)
      && (!words || `${row.id} ${row.says}`.toLowerCase().includes(words));
  }

  /** The address of the page with something else looked at. */
  href(change) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this, ...change })) {
      if (value) {
        query.append(name, value);
      }
    }
    return '#/conformity' + (query.size ? '?' + query : '');
  }

  form({ from, until, clauses, rows }) {
    const names = Object.fromEntries(
      [...new Set(rows.flatMap(processes))].sort().map(process => [process, process]));
    const headings = Object.fromEntries(headingsOf({ clauses, rows }));
    const states = Object.fromEntries(Object.entries(STATES).map(([key, state]) => [key, state.word]));
    const late = element('input', { type: 'checkbox', name: 'late', value: 'true', checked: this.late === 'true' });
    return element('form', {
      class: 'form-inline filter-line',
      role: 'search',
      submit: event => {
        event.preventDefault();
        const change = { late: '', ...Object.fromEntries(new FormData(event.target)) };
        location.hash = this.href(change);
      }
    },
      field('From', text('from', from, { type: 'date', required: false, max: until })),
      field('Until', text('until', until, { type: 'date' })),
      field('Clause', select('clause', this.clause, { '': 'All', ...headings })),
      field('Process', select('process', this.process, { '': 'All', ...names })),
      field('State', select('state', this.state, { '': 'All', ...states })),
      field('Text', text('text', this.text, { type: 'search' })),
      element('div', { class: 'checkbox' }, element('label', {}, late, ' Late only')),
      element('button', { type: 'submit', class: 'btn btn-primary' }, 'Show'));
  }
}

/** The standard's clauses in its order, then those of obligations of our own. */
export function headingsOf({ clauses, rows }) {
  const own = new Set(rows.map(row => row.clause).filter(clause => !(clause in clauses)));
  return [
    ...Object.entries(clauses).map(([clause, title]) => [clause, `${clause} ${title}`]),
    ...[...own].sort().map(clause => [clause, clause])
  ];
}

/** The processes that the catalogue names, and those whose elements carry it now. */
const processes = row => [...new Set([...row.processes, ...row.elements.map(element => element.process)])];
