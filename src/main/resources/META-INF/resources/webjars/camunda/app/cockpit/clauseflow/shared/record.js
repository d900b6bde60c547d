/** A record of the register wherever it is named, and whether its journal is as it was written. */
import { get, path } from './api.js';
import { element, fill, sign } from './dom.js';
import { busy, failed } from './notices.js';

export const recordLink = number =>
  number ? element('a', { href: `#/conformity/records/${encodeURIComponent(number)}` }, number) : '';

/** A button that becomes the answer. */
export function verifier(number) {
  const place = element('span', { role: 'status' },
    element('button', {
      type: 'button',
      class: 'btn btn-default btn-sm',
      'aria-label': `Verify the journal of ${number}`,
      click: async () => {
        fill(place, busy('Verifying'));
        try {
          fill(place, verdict(await get(path`records/${number}/verification`)));
        } catch (problem) {
          fill(place, failed(problem));
        }
      }
    }, 'Verify'));
  return place;
}

const verdict = ({ intact, faults }) =>
  intact
    ? element('span', { class: 'good' }, sign('ok'), 'Chain is intact')
    : element('strong', { class: 'bad' }, sign('remove'), faults.map(fault => `Entry ${fault.entry}: ${fault.reason}`).join('; '));
