/** What the loss of configuration items would touch, as the CMDB says it. */
import { element, sign } from '../../../cockpit/clauseflow/shared/dom.js';
import { hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { table } from '../../../cockpit/clauseflow/shared/table.js';

export const effects = ({ services, customers, affected, needs, complete }, names = new Map()) => [
  element('h4', {}, 'Services that depend on them'),
  table({
    caption: 'Services that depend on them',
    columns: [
      { title: 'Service', cell: service => service.name },
      { title: 'Without them it', cell: effect },
      { title: 'Through', cell: service => named(service.via, affected, names) },
      { title: 'Components', cell: service => service.components.join(', ') }
    ],
    rows: services,
    empty: 'None, as far as the CMDB knows.'
  }),
  customers.length > 0 && element('p', {}, element('strong', {}, 'Customers: '), customers.map(customer => customer.name).join(', ')),
  items('Items that need them', affected, touched => [effect(touched), `, ${steps(touched.distance)}`]),
  items('Items that they stand on', needs, touched => steps(touched.distance)),
  !complete && hint('There is more beyond what was looked at.')
];

const effect = ({ effect }) =>
  effect === 'OUTAGE'
    ? element('span', { class: 'bad' }, sign('remove'), 'fails')
    : element('span', { class: 'doubtful' }, sign('warning-sign'), 'works with less');

const steps = distance => (distance === 1 ? 'directly' : `over ${distance} steps`);

const named = (id, affected, names) => names.get(id) ?? affected.items.find(item => item.id === id)?.name ?? id;

const items = (title, { total, items }, says) =>
  total > 0 && element('details', {},
    element('summary', {}, `${title}: ${total}`),
    element('ul', {}, items.slice(0, 50).map(item => element('li', {}, item.name, element('span', { class: 'hint' }, ' ', item.id, ' – ', says(item))))),
    total > 50 && hint(`The nearest 50 of ${total}.`));
