/** Names with their values, a line each. */
import { element } from './dom.js';

export const lines = values =>
  Object.entries(values ?? {}).map(([name, value]) => element('div', { class: 'hint' }, `${name}: ${plain(value)}`));

const plain = value => (value === null ? 'none' : typeof value === 'object' ? JSON.stringify(value) : String(value));
