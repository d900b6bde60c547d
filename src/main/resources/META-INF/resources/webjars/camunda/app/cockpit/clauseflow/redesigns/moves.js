/** The cases that run: which could move, as it was tried, and which have moved. */
import { element } from '../shared/dom.js';
import { hint } from '../shared/notices.js';
import { recordLink } from '../shared/record.js';
import { table } from '../shared/table.js';

export function moves({ planned, moved }) {
  if (!planned && !moved) {
    return hint('Not tried yet.');
  }
  return [
    planned && report(planned, moved ? 'Before' : null, 'Can move'),
    moved && report(moved, 'Since the deployment', 'Have moved')
  ];
}

const report = (report, title, verb) => [
  title && element('h4', {}, title),
  report.findings.length > 0
    ? [hint('It cannot be tried until this is corrected:'), element('ul', {}, report.findings.map(finding => element('li', {}, finding)))]
    : hint((report.running === 0 ? 'No case runs.' : `${report.movable} of ${report.running} running cases ${verb.toLowerCase()}.`)
        + (report.older > 0 ? ` ${report.older} of earlier versions stay where they are.` : '')),
  report.where.length > 0 && table({
    caption: 'Where running cases stand',
    columns: [
      { title: 'Step', cell: where => where.element || where.elementId },
      { title: 'Cases', cell: where => where.cases, style: 'number' },
      { title: verb, cell: where => where.movable, style: 'number' }
    ],
    rows: report.where
  }),
  report.stuck.length > 0 && table({
    caption: 'Cases that stay, and why',
    columns: [
      { title: 'Case', cell: stuck => (stuck.record ? recordLink(stuck.record) : stuck.instance ?? 'not for you to see'), style: 'id' },
      { title: 'At', cell: stuck => stuck.elements.join(', '), style: 'process' },
      { title: 'Why it stays', cell: stuck => stuck.reason, style: 'says' }
    ],
    rows: report.stuck
  })
];
