/** What has become of something, where the person looks and for whoever listens. */
import { element, sign } from './dom.js';

export const done = text => element('div', { class: 'alert alert-success', role: 'status' }, sign('ok'), text);

export const hint = text => element('p', { class: 'hint' }, text);

export const busy = text =>
  element('p', { class: 'hint', role: 'status' },
    element('span', { class: 'glyphicon glyphicon-refresh animate-spin', 'aria-hidden': 'true' }), ' ', text);

export function failed(problem) {
  const notice = element('div', { class: 'alert alert-danger', role: 'alert' }, sign('remove'), problem.message);
  if (problem.status === 401) {
    notice.append(' ', element('button', { type: 'button', class: 'btn btn-default btn-sm', click: () => location.reload() }, 'Log in'));
  }
  return notice;
}
