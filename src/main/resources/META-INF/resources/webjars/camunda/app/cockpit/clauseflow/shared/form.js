/** Fields and forms in Cockpit's look. */
import { element, fill, newId } from './dom.js';
import { failed } from './notices.js';

/** A control with its label, and what helps to fill it in. */
export function field(label, control, help) {
  control.id = newId();
  control.classList.add('form-control');
  const advice = help && element('p', { class: 'hint', id: newId() }, help);
  if (advice) {
    control.setAttribute('aria-describedby', advice.id);
  }
  return element('div', { class: 'form-group' },
    element('label', { for: control.id }, label, control.required && ' (required)'),
    control,
    advice);
}

export const text = (name, value, more = {}) => element('input', { type: 'text', name, value, ...more });

export const area = (name, value, more = {}) => element('textarea', { name, rows: 3, ...more }, value ?? '');

/** options: { value: label }, or pairs of these, which stay in their order */
export const select = (name, value, options, more = {}) =>
  element('select', { name, ...more },
    (Array.isArray(options) ? options : Object.entries(options)).map(([key, label]) => element('option', { value: key, selected: key === (value ?? '') }, label)));

/** A form that stays, with what was written in it, when it is refused. send gets its values by name. */
export function form({ fields, action, send, cancel, style = 'btn-primary' }) {
  const place = element('div');
  const button = element('button', { type: 'submit', class: `btn ${style}` }, action);
  const node = element('form', {
    class: 'sheet',
    submit: async event => {
      event.preventDefault();
      button.disabled = true;
      fill(place);
      try {
        await send(new FormData(node));
      } catch (problem) {
        fill(place, failed(problem));
      } finally {
        button.disabled = false;
      }
    }
  }, fields, place,
    element('div', { class: 'buttons' },
      button,
      cancel && [' ', element('button', { type: 'button', class: 'btn btn-default', click: cancel }, 'Cancel')]));
  return node;
}
