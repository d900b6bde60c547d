/** The overview: per process what was done, what is open and late, and how that went over 13 months. */
import { download, get } from '../shared/api.js';
import { element, fill, newId, sign } from '../shared/dom.js';
import { failed } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { asOf } from './collected.js';
import { Filter } from './filter.js';
import { processes } from './processes.js';
import { tabs } from './tabs.js';
import { totals } from './totals.js';
import { trend } from './trend.js';

export const overview = page({
  path: '/performance',
  title: 'Performance',
  tabs,
  show: async ({ query, signal }) => {
    const filter = new Filter(query);
    const [choices, found] = await Promise.all([
      get('performance/choices', {}, signal),
      // what is refused is said below the filter, where it can be corrected
      get('performance/overview', filter.parameters(), signal).catch(problem => problem)
    ]);
    if (found instanceof Error) {
      return [filter.form(choices, {}), failed(found)];
    }
    const of = filter.process ? found.processes.find(({ process }) => process === filter.process)?.name ?? filter.process : 'all processes';
    return [
      filter.form(choices, found),
      totals(found, filter),
      tools(found, filter),
      processes(found, filter, signal),
      element('h2', { class: 'next' }, 'Trend over 13 months'),
      trend(found.trend.filter(({ process }) => !process), of, signal)
    ];
  }
});

function tools(found, filter) {
  const place = element('div', { id: newId() });
  const save = async () => {
    fill(place);
    try {
      await download('performance/overview.csv', { ...filter.parameters(), from: found.from, until: found.until });
    } catch (problem) {
      fill(place, failed(problem));
    }
  };
  return [
    element('div', { class: 'tools' },
      element('p', { role: 'status' },
        `${found.from} until ${found.until}; times are UTC.`, asOf(found.asOf)),
      element('div', {}, element('button', { type: 'button', class: 'btn btn-default', click: save }, sign('save'), 'CSV'))),
    place
  ];
}
