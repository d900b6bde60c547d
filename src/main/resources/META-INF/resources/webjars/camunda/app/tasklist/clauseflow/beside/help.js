/** What may help with an incident or a request. One click links what did, and that is counted. */
import { path, put, remove } from '../../../cockpit/clauseflow/shared/api.js';
import { time } from '../../../cockpit/clauseflow/shared/dates.js';
import { element, fill, sign } from '../../../cockpit/clauseflow/shared/dom.js';
import { done, failed, hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { recordLink } from './link.js';
import { tab } from './tab.js';

export const help = tab({
  part: 'HELP',
  label: 'Help',
  priority: 930,
  show: ({ found, task, again }) => [
    element('h3', {}, 'Known errors that match'),
    found.knownErrors.length === 0
      ? hint('No known error of this service, category or configuration item is like it.')
      : offers(found.knownErrors, knownError, task, again),
    element('h3', {}, 'How similar ones were solved'),
    found.solutions.length === 0
      ? hint('Nothing closed of this service has a telling word of its title.')
      : offers(found.solutions, solution, task, again)
  ]
});

const offers = (list, content, task, again) =>
  element('ul', { class: 'offers' },
    list.map(offer => element('li', { class: offer.linked ? 'linked' : null },
      element('div', { class: 'tools' },
        element('h4', {}, recordLink(offer.number), ` ${offer.title}`),
        element('span', { class: 'hint' }, helped(offer.helped))),
      content(offer),
      choice(offer, task, again))));

const helped = times => (times === 0 ? 'has not helped yet' : times === 1 ? 'helped once' : `helped ${times} times`);

const knownError = ({ symptom, workaround, resolution, state }) =>
  element('dl', { class: 'facts' },
    [
      ['Symptom', symptom],
      ['Workaround', workaround],
      ['Resolution', resolution],
      ['State', state === 'retired' ? 'retired' : null]
    ].filter(([, value]) => value).map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));

const solution = ({ resolution, closedAt, closedBy }) => [
  element('p', { class: 'said' }, resolution),
  element('p', { class: 'hint' }, 'Closed ', time(closedAt), closedBy && `, solved by ${closedBy}`)
];

function choice({ number, linked }, task, again) {
  const place = element('div', {});
  const act = (call, notice) => async event => {
    event.currentTarget.disabled = true;
    try {
      await call(path`tasks/${task}/beside/help/${number}`);
      await again(done(notice));
    } catch (problem) {
      fill(place, failed(problem));
    }
  };
  return [
    linked
      ? element('p', {},
          element('strong', { class: 'good' }, sign('ok'), 'This helped'), ' ',
          element('button', {
            type: 'button',
            class: 'btn btn-link btn-sm',
            'aria-label': `${number} did not help`,
            click: act(remove, `${number} is no longer linked as what helped.`)
          }, 'Take back'))
      : element('button', {
          type: 'button',
          class: 'btn btn-default btn-sm',
          'aria-label': `${number} helped`,
          click: act(put, `${number} is linked as what helped, and counted.`)
        }, 'This helped'),
    place
  ];
}
