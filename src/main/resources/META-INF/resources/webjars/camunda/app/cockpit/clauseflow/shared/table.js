/** Lists in Cockpit's look: columns say what a row shows, a group has a heading, and a row can be opened. */
import { element, fill, newId, sign } from './dom.js';
import { busy, failed, hint } from './notices.js';

/**
 * columns: [{ title, cell: row => content, style }]
 * groups:  [{ title, rows }], or rows alone
 * opens:   { label: row => text, show: row => content or a promise of it }, for rows that can be opened
 */
export function table({ caption, columns, rows, groups = [{ rows }], opens, empty = 'There is nothing to show.' }) {
  if (groups.every(group => group.rows.length === 0)) {
    return hint(empty);
  }
  const width = columns.length + (opens ? 1 : 0);
  return element('table', { class: 'cam-table table' },
    element('caption', { class: 'sr-only' }, caption),
    element('thead', {},
      element('tr', {},
        opens && element('th', { scope: 'col', class: 'opener' }, element('span', { class: 'sr-only' }, 'Details')),
        columns.map(column => element('th', { scope: 'col', class: column.style }, column.title)))),
    groups.filter(group => group.rows.length > 0).map(group =>
      element('tbody', {},
        group.title && element('tr', { class: 'group' }, element('th', { scope: 'rowgroup', colspan: width }, group.title)),
        group.rows.map(row => line(row, columns, opens, width)))));
}

function line(row, columns, opens, width) {
  const cells = columns.map(column => element('td', { class: column.style }, column.cell(row)));
  if (!opens) {
    return element('tr', {}, cells);
  }
  const place = element('td', { colspan: width });
  const details = element('tr', { id: newId(), class: 'details', hidden: true }, place);
  const button = opener(opens.label(row), details, place, () => opens.show(row));
  return [element('tr', {}, element('td', { class: 'opener' }, button), cells), details];
}

/** A button that shows and hides something; what it shows is asked for when it is opened. */
export function opener(label, area, place, show, words) {
  const icon = sign('menu-right');
  const button = element('button', {
    type: 'button',
    class: 'btn btn-link btn-sm',
    'aria-expanded': 'false',
    'aria-controls': area.id,
    'aria-label': label,
    click: async () => {
      area.hidden = !area.hidden;
      button.setAttribute('aria-expanded', String(!area.hidden));
      icon.classList.replace(...(area.hidden ? ['glyphicon-menu-down', 'glyphicon-menu-right'] : ['glyphicon-menu-right', 'glyphicon-menu-down']));
      if (!area.hidden) {
        fill(place, busy('Loading'));
        try {
          fill(place, await show());
        } catch (problem) {
          fill(place, failed(problem));
        }
      }
    }
  }, icon, words && [' ', words]);
  return button;
}

/** A list of which the server gives a part at a time. */
export function paged({ load, show, size = 20 }) {
  const place = element('div', { class: 'paged' });
  async function turn(page) {
    fill(place, busy('Loading'));
    try {
      const part = await load({ page, size });
      fill(place, show(part.items), part.total > size && pager(part, turn));
    } catch (problem) {
      fill(place, failed(problem));
    }
  }
  turn(0);
  return place;
}

function pager(part, turn) {
  const first = part.page * part.size + 1;
  const last = Math.min(first + part.size - 1, part.total);
  const step = (label, page, possible) =>
    element('button', { type: 'button', class: 'btn btn-default btn-sm', disabled: !possible, click: () => turn(page) }, label);
  return element('div', { class: 'pager-line' },
    step('Previous', part.page - 1, part.page > 0), ' ',
    step('Next', part.page + 1, last < part.total), ' ',
    element('span', { role: 'status' }, `${first} to ${last} of ${part.total}`));
}
