/** In Tasklist's bar: to a record by its number, or to those whose titles have these words. */
import { element, newId } from '../../../cockpit/clauseflow/shared/dom.js';
import { searchAddress } from './finder.js';
import { recordAddress } from './link.js';

const NUMBER = /^([a-z]{2,5})[- ](\d{4})[- ](\d{1,9})$/i;

/** inc-2026-42: INC-2026-000042 */
export const number = text => {
  const parts = NUMBER.exec(text);
  return parts && `${parts[1].toUpperCase()}-${parts[2]}-${parts[3].padStart(6, '0')}`;
};

export const jump = {
  id: 'clauseflow-jump',
  pluginPoint: 'tasklist.navbar.action',
  priority: 150,
  render: node => {
    const input = element('input', {
      type: 'search', id: newId(), class: 'form-control', placeholder: 'Number or words', maxlength: 200, autocomplete: 'off'
    });
    node.append(
      element('form', {
        class: 'clauseflow-jump',
        role: 'search',
        submit: event => {
          event.preventDefault();
          const text = input.value.trim();
          if (text !== '') {
            location.hash = number(text) ? recordAddress(number(text)) : searchAddress(text);
          }
        }
      },
      element('label', { for: input.id, class: 'sr-only' }, 'Go to a record'),
      input));
  },
  unmount: () => {}
};
