/** The numbers behind the colours: of one version, or of two with what changed between them. */
import { element } from '../shared/dom.js';
import { lasting } from '../shared/durations.js';
import { table } from '../shared/table.js';
import { casesHref } from './links.js';
import { missed, waited } from './measures.js';

export const heatTable = (found, by) =>
  table({
    caption: `${named(found)}: elements from ${found.from} until ${found.until}`,
    columns: [
      { title: 'Element', cell: row => step(row, found), style: 'says' },
      { title: 'Passes', cell: row => row.passes, style: 'number' },
      { title: 'Median time', cell: row => lasting(row.median), style: 'number' },
      { title: '90th percentile', cell: row => lasting(row.p90), style: 'number' },
      { title: 'Waiting, median', cell: row => lasting(row.waiting), style: 'number' },
      { title: 'Working, median', cell: row => lasting(row.working), style: 'number' },
      { title: 'Time waiting', cell: row => percent(waited(row)), style: 'number' },
      { title: 'Targets missed', cell: missed, style: 'number' },
      { title: 'Ended undone', cell: row => row.canceled, style: 'number' },
      { title: 'Here now', cell: row => standing(row, found), style: 'number' }
    ],
    rows: found.elements.filter(happened).sort(descending(by)),
    empty: 'No case passed anything of it in this period.'
  });

export function comparison(was, is, by) {
  const before = new Map(was.elements.map(row => [row.element, row]));
  const both = is.elements
    .map(row => ({ ...row, was: before.get(row.element) }))
    .concat(was.elements
      .filter(row => !is.elements.some(({ element }) => element === row.element))
      .map(row => ({ element: row.element, name: row.name, kind: row.kind, gone: true, was: row })));
  const pair = (title, style, cell) => [
    { title: `${title}, version ${was.version}`, cell: row => (row.was ? cell(row.was) : 'not there'), style },
    { title: `version ${is.version}`, cell: row => (row.gone ? 'not there' : cell(row)), style }
  ];
  return table({
    caption: `${is.name}: version ${was.version} against version ${is.version}`,
    columns: [
      { title: 'Element', cell: row => step(row, row.gone ? was : is), style: 'says' },
      ...pair('Passes', 'number', row => row.passes),
      ...pair('Median time', 'number', row => lasting(row.median)),
      { title: 'Change', cell: change, style: 'number' },
      ...pair('Time waiting', 'number', row => percent(waited(row))),
      ...pair('Targets missed', 'number', missed)
    ],
    rows: both.filter(row => happened(row) || (row.was && happened(row.was))).sort(descending(by)),
    empty: 'No case passed anything of either in this period.'
  });
}

export const named = ({ name, version, versionTag }) => `${name}, version ${version}${versionTag ? ` (${versionTag})` : ''}`;

const happened = row => row.passes > 0 || row.here > 0;

const descending = by => (a, b) => (by.value(b.gone ? b.was : b) ?? -1) - (by.value(a.gone ? a.was : a) ?? -1);

const step = (row, found) => [
  row.passes > 0 || row.was?.passes > 0
    ? element('a', { href: casesHref(found, row.element), 'aria-label': `${row.name}: its cases` }, row.name)
    : row.name,
  element('div', { class: 'hint' }, row.kind)
];

const standing = (row, found) =>
  row.here > 0 ? element('a', { href: casesHref(found, row.element, true), 'aria-label': `${row.here} cases at ${row.name} now` }, row.here) : 0;

const percent = share => (share === null ? '' : `${share} %`);

/** Of the median, in words. */
function change({ median, was, gone }) {
  if (gone || !was || median === undefined || median === null || was.median === null) {
    return '';
  }
  const more = median - was.median;
  return more === 0 ? 'the same' : `${lasting(Math.abs(more))} ${more > 0 ? 'longer' : 'shorter'}`;
}
