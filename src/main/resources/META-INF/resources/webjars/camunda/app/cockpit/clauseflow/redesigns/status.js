/** How far a redesign is, in the words of its record. */
import { element, sign } from '../shared/dom.js';

const ENDS = {
  'in force': ['ok', 'good'],
  rejected: ['remove', 'bad'],
  withdrawn: ['remove', 'bad'],
  'rolled back': ['remove', 'bad'],
  'migration incomplete': ['warning-sign', 'bad']
};

export function status({ status }) {
  const [icon, style] = ENDS[status] ?? ['adjust', 'doubtful'];
  return element('span', { class: style }, sign(icon), status);
}

/** The version that it starts from, the draft's own, and what kind of step that is. */
export function version({ baseVersion, baseTag, versionTag, versionKind }) {
  const base = baseVersion ? `version ${baseVersion}${baseTag ? ` (${baseTag})` : ''}` : 'new';
  return versionTag ? `${base} → ${versionTag}${versionKind ? `, ${versionKind}` : ''}` : base;
}
