/** What one may begin, by what it is for: nobody needs to know the name of a process. */
import { get } from '../../../cockpit/clauseflow/shared/api.js';
import { element, fill, newId } from '../../../cockpit/clauseflow/shared/dom.js';
import { hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { page } from '../../../cockpit/clauseflow/shared/page.js';
import { startWith } from './drafts.js';
import { tabs } from './tabs.js';

const INCIDENT = 'incident-management';
const REQUEST = 'service-request-fulfilment';

export const start = page({
  path: '/start',
  title: 'Report or request',
  tabs,
  show: async ({ signal }) => {
    const { starts, items } = await get('starts', {}, signal);
    const incident = starts.find(({ process }) => process === INCIDENT);
    const others = starts.filter(({ process }) => ![INCIDENT, REQUEST].includes(process));
    return [
      incident && section('Something does not work', tiles([{
        title: incident.purpose,
        says: 'Tell us what does not work. You get a number at once and are told of every step.',
        open: () => open(INCIDENT)
      }])),
      items.length > 0 && section('You need something', catalogue(items)),
      others.length > 0 && section('Other things you may begin', tiles(others.map(other => ({
        title: other.purpose,
        says: other.description,
        open: () => open(other.process)
      })))),
      starts.length === 0 && hint('Your roles allow you to begin nothing. Ask the service desk.')
    ];
  }
});

/** The form opens over this page; what an item asks for comes as a task at once. */
function open(process, draft = {}) {
  startWith(draft);
  location.hash = `#/start?processStart=${encodeURIComponent(process)}`;
}

const section = (title, ...content) =>
  element('section', { class: 'part', 'aria-label': title }, element('h2', {}, title), content);

function catalogue(items) {
  const place = element('div');
  const show = words => {
    const found = items.filter(item => `${item.name} ${item.description}`.toLowerCase().includes(words.trim().toLowerCase()));
    fill(place, found.length === 0
      ? hint('Nothing in the catalogue is called so. Ask for Information, or report what does not work.')
      : tiles(found.map(item => ({
        title: item.name,
        says: item.description,
        open: () => open(REQUEST, { item: item.id })
      }))));
  };
  const id = newId();
  const search = element('input', {
    id, type: 'search', class: 'form-control', maxlength: 200, input: ({ target }) => show(target.value)
  });
  show('');
  return [
    items.length > 6 && element('div', { class: 'filter-line' },
      element('div', { class: 'form-group' }, element('label', { for: id }, 'Search the catalogue'), search)),
    place
  ];
}

const tiles = things =>
  element('ul', { class: 'tiles' }, things.map(({ title, says, open }) =>
    element('li', {},
      element('h3', {}, title),
      element('p', {}, says ?? ''),
      element('button', { type: 'button', class: 'btn btn-primary', 'aria-label': `${title}: open the form`, click: open }, 'Open the form'))));
