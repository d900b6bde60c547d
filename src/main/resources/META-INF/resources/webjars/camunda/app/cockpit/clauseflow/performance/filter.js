/** Which cases of which period are looked at. The address says it, so that it can be sent to somebody. */
import { element } from '../shared/dom.js';
import { field, select, text } from '../shared/form.js';
import { offeredProcesses, offeredThings, offeredVersions, offeredWords } from './offers.js';

const NAMES = ['from', 'until', 'process', 'version', 'service', 'customer', 'team', 'priority'];

export class Filter {
  constructor(query) {
    for (const name of NAMES) {
      this[name] = query.get(name) ?? '';
    }
  }

  parameters() {
    return { ...this };
  }

  /** What else the address of a page about these cases is to say. */
  query(more = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this, ...more })) {
      if (value !== null && value !== undefined && value !== '') {
        query.append(name, value);
      }
    }
    return query.size ? '?' + query : '';
  }

  /** The second: the period that was answered for, where the address names none. */
  form(choices, { from, until }) {
    const versions = select('version', this.version, offeredVersions(choices, this.process, this.version));
    const processes = select('process', this.process, offeredProcesses(choices, this.process), {
      change: event => versions.replaceChildren(...select('version', '', offeredVersions(choices, event.target.value, '')).children)
    });
    return element('form', {
      class: 'form-inline filter-line tight',
      role: 'search',
      submit: event => {
        event.preventDefault();
        location.hash = '#/performance' + new Filter(new URLSearchParams(new FormData(event.target))).query();
      }
    },
      field('From', text('from', this.from || from, { type: 'date' })),
      field('Until', text('until', this.until || until, { type: 'date' })),
      field('Process', processes),
      field('Version', versions),
      field('Service', select('service', this.service, offeredThings(choices.services, this.service))),
      field('Customer', select('customer', this.customer, offeredThings(choices.customers, this.customer))),
      field('Team', select('team', this.team, offeredThings(choices.teams, this.team))),
      field('Priority', select('priority', this.priority, offeredWords(choices.priorities, this.priority))),
      element('button', { type: 'submit', class: 'btn btn-primary' }, 'Show'));
  }
}
