/** Who tried to put which files into operation, and what became of it: nothing is lost from this log. */
import { get } from '../shared/api.js';
import { time } from '../shared/dates.js';
import { element, sign } from '../shared/dom.js';
import { hint } from '../shared/notices.js';
import { page } from '../shared/page.js';
import { paged, table } from '../shared/table.js';
import { tabs } from './tabs.js';

const OUTCOMES = {
  deployed: { sign: 'ok', word: 'Deployed', style: 'good' },
  refused: { sign: 'remove', word: 'Refused', style: 'bad' },
  takenIn: { sign: 'adjust', word: 'Taken in as redesign', style: 'doubtful' }
};

export const deployments = page({
  path: '/conformity/deployments',
  title: 'Conformity',
  tabs,
  show: ({ signal }) => [
    hint('Every attempt to deploy models, tables and forms, newest first; times are UTC.'),
    paged({
      load: part => get('conformity/deployments', part, signal),
      show: attempts => table({
        caption: 'Attempts to deploy',
        columns: [
          { title: 'When', cell: attempt => time(attempt.at), style: 'when' },
          { title: 'Who', cell: attempt => attempt.person ?? 'the application', style: 'who' },
          { title: 'Deployment', cell: attempt => attempt.name ?? '', style: 'process' },
          { title: 'Outcome', cell: outcome, style: 'state' },
          { title: 'What they were told', cell: attempt => attempt.message ?? '', style: 'says' }
        ],
        rows: attempts,
        opens: { label: attempt => `Files of ${attempt.name ?? 'this deployment'}`, show: files },
        empty: 'Nobody has tried to deploy anything yet.'
      })
    })
  ]
});

function outcome(attempt) {
  const { sign: icon, word, style } = OUTCOMES[attempt.outcome];
  return element('span', { class: style }, sign(icon), word);
}

const files = attempt =>
  table({
    caption: 'Files',
    columns: [
      { title: 'File', cell: file => file.name },
      { title: 'Bytes', cell: file => file.bytes, style: 'number' },
      { title: 'SHA-256', cell: file => element('code', {}, file.sha256) }
    ],
    rows: attempt.files
  });
