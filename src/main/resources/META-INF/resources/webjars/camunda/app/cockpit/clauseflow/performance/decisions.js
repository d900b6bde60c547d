/** What tables decided for a case, and the rules that fired. */
import { time } from '../shared/dates.js';
import { element } from '../shared/dom.js';
import { table } from '../shared/table.js';

export const decisions = (made, names) =>
  table({
    caption: 'Decisions, in the order of time',
    columns: [
      { title: 'When', cell: one => time(one.at), style: 'when' },
      { title: 'Table', cell: one => [one.name, element('div', { class: 'hint' }, `${one.decision}${one.version ? `, version ${one.version}` : ''}`)], style: 'process' },
      { title: 'At', cell: one => names.get(one.element) ?? one.element, style: 'process' },
      { title: 'Asked', cell: one => one.inputs.map(value) },
      { title: 'Answered', cell: one => (one.outputs.length ? one.outputs.map(value) : 'nothing') },
      { title: 'Rules that fired', cell: rules, style: 'says' }
    ],
    rows: made,
    empty: 'No table was asked.'
  });

const value = ({ name, value }) => element('div', {}, `${name}: ${value ?? 'nothing'}`);

const rules = ({ rules, version }) =>
  rules.length === 0
    ? element('span', { class: 'hint' }, version ? 'none' : 'the table was deleted since')
    : rules.map(rule => [
        element('strong', {}, `Rule ${rule.number}`),
        element('div', {}, `If ${rule.inputs.join(', ')}`),
        element('div', {}, `then ${rule.outputs.join(', ')}`),
        rule.annotation && element('div', { class: 'hint' }, rule.annotation)
      ]);
