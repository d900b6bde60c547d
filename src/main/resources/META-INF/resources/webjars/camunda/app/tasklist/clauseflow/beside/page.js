/** A record as a page of its own, at an address that stays. */
import { get, path } from '../../../cockpit/clauseflow/shared/api.js';
import { element, fill } from '../../../cockpit/clauseflow/shared/dom.js';
import { failed } from '../../../cockpit/clauseflow/shared/notices.js';
import { page as pageOf } from '../../../cockpit/clauseflow/shared/page.js';
import { explained } from './explained.js';
import { search } from './finder.js';
import { sheet } from './sheet.js';

export const page = pageOf({
  path: '/records/:number',
  title: 'Record',
  show: async ({ last: number, signal }) => {
    const place = element('div');
    const again = async notice => fill(place, notice, await content(number, again, signal));
    try {
      await again();
    } catch (problem) {
      if (problem.status !== 404) {
        throw problem;
      }
      fill(place, failed(problem), search(''));
    }
    return place;
  }
});

async function content(number, again, signal) {
  const [found, targets] = await Promise.all([
    get(path`records/${number}/sheet`, {}, signal),
    get(path`records/${number}/targets`, {}, signal)
  ]);
  document.title = `Camunda Tasklist | ${found.record.number}`;
  return [
    element('h2', {}, `${found.record.number} ${found.record.title}`),
    sheet(found, again, targets.map(explained))
  ];
}
