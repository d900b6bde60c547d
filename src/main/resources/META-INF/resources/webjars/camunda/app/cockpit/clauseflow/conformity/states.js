/** How an obligation stands in a period: in words, with a sign that tells them apart without colour. */
import { element, sign } from '../shared/dom.js';

export const STATES = {
  evidenced: { sign: 'ok', word: 'Evidenced', style: 'good' },
  carriedWithoutEvidence: { sign: 'adjust', word: 'Carried, no evidence', style: 'doubtful' },
  carriedByNothing: { sign: 'remove', word: 'Carried by nothing', style: 'bad' }
};

export function state(row) {
  const { sign: icon, word, style } = STATES[row.state];
  return element('span', { class: style }, sign(icon), word);
}
