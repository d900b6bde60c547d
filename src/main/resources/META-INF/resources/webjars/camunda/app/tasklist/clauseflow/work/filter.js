/** Which tasks are looked at. The address says it, so that it can be kept or sent to somebody. */
import { element } from '../../../cockpit/clauseflow/shared/dom.js';
import { field, select, text } from '../../../cockpit/clauseflow/shared/form.js';

const NAMES = ['view', 'process', 'service', 'priority', 'text'];

const VIEWS = {
  mine: 'Mine',
  teams: 'My teams’',
  late: 'Late or about to be',
  unassigned: 'Unassigned',
  all: 'All I may see'
};

export class Filter {
  constructor(query) {
    for (const name of NAMES) {
      this[name] = query.get(name) ?? '';
    }
    this.view ||= 'mine';
  }

  href(change) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this, ...change })) {
      if (value) {
        query.append(name, value);
      }
    }
    return `#/work?${query}`;
  }

  views() {
    return element('nav', { 'aria-label': 'Whose tasks' },
      element('ul', { class: 'nav nav-pills' },
        Object.entries(VIEWS).map(([view, label]) =>
          element('li', { class: view === this.view ? 'active' : null },
            element('a', { href: this.href({ view }), 'aria-current': view === this.view ? 'true' : null }, label)))));
  }

  form({ processes, services, priorities }) {
    const names = of => ({ '': 'All', ...Object.fromEntries(of.map(({ id, name }) => [id, name])) });
    return element('form', {
      class: 'form-inline filter-line',
      role: 'search',
      submit: event => {
        event.preventDefault();
        location.hash = this.href(Object.fromEntries(new FormData(event.target)));
      }
    },
      field('Process', select('process', this.process, names(processes))),
      field('Service', select('service', this.service, names(services))),
      field('Priority', select('priority', this.priority, { '': 'All', ...Object.fromEntries(priorities.map(p => [p, p])) })),
      field('Number or title', text('text', this.text, { type: 'search', maxlength: 200 })),
      element('button', { type: 'submit', class: 'btn btn-primary' }, 'Show'));
  }
}
