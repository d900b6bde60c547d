/** What a change touches, what it collides with, and how the votes on it stand. */
import { time } from '../../../cockpit/clauseflow/shared/dates.js';
import { element, sign } from '../../../cockpit/clauseflow/shared/dom.js';
import { hint } from '../../../cockpit/clauseflow/shared/notices.js';
import { table } from '../../../cockpit/clauseflow/shared/table.js';
import { effects } from './effects.js';
import { recordLink } from './link.js';
import { tab } from './tab.js';

export const impact = tab({
  part: 'IMPACT',
  label: 'Impact',
  priority: 910,
  show: ({ found }) => [
    element('h2', {}, recordLink(found.change), ` ${found.title}`),
    element('h3', {}, 'What it touches'),
    found.items.length > 0 && element('p', {},
      element('strong', {}, 'It changes: '),
      found.items.map(item => item.name).join(', ')),
    found.impact
      ? [
          element('p', { class: 'hint' }, 'As the CMDB answered at ', time(found.impact.at), ' UTC, if these items were lost.'),
          effects(found.impact, new Map(found.items.map(item => [item.id, item.name])))
        ]
      : hint('Nothing is known yet: name the configuration items that are changed, and it is worked out.'),
    element('h3', {}, 'Collisions in the schedule'),
    collisions(found.collisions),
    element('h3', {}, 'Decision'),
    found.decision ? decision(found.decision, found.votes) : hint('No board has been asked yet, or its decision is not for you.')
  ]
});

const SEVERITIES = {
  blocks: ['bad', 'remove', 'Blocks'],
  decide: ['doubtful', 'warning-sign', 'To be decided'],
  note: ['', 'info-sign', 'To be known']
};

const severity = ({ severity }) => {
  const [style, icon, words] = SEVERITIES[severity] ?? ['', 'info-sign', severity];
  return element('span', { class: style }, sign(icon), words);
};

const collisions = rows =>
  table({
    caption: 'What it collides with',
    columns: [
      { title: 'Severity', cell: severity, style: 'state' },
      { title: 'What', cell: collision => [collision.other && [recordLink(collision.other), ' '], collision.what] },
      { title: 'When (UTC)', cell: collision => [time(collision.startsAt), ' to ', time(collision.endsAt)] },
      { title: 'State', cell: stateOf }
    ],
    rows,
    empty: 'Nothing collides with the planned time.'
  });

const stateOf = ({ goneAt, acceptedAt, acceptedBy, acceptedWhy }) =>
  goneAt
    ? ['Gone since ', time(goneAt)]
    : acceptedAt
      ? [`Accepted by ${acceptedBy} `, time(acceptedAt), acceptedWhy && `: ${acceptedWhy}`]
      : 'Still so';

const RESULTS = {
  alone: 'Low risk: the change manager decides alone',
  carried: 'Carried: it can be approved',
  notCarried: 'Not carried: it can be rejected',
  vetoed: 'Vetoed: it can be rejected',
  mandatoryMissing: 'A vote is missing that there must be',
  noQuorum: 'No quorum yet'
};

const decision = (found, votes) => [
  element('dl', { class: 'facts' },
    [
      ['Decision', [recordLink(found.number), ` ${found.decision ?? found.status}`]],
      ['Votes', found.kind !== 'alone' && found.members !== null
        ? `${found.votesFor} for, ${found.votesAgainst} against, ${found.abstained} abstained, of ${found.members}` : null],
      ['As they stand', [RESULTS[found.result] ?? found.result, found.lacking && ` (${found.lacking})`, found.vetoedBy && ` (${found.vetoedBy})`]],
      ['Needed', found.kind !== 'alone' && found.quorum !== null ? `quorum ${found.quorum} %, threshold ${found.threshold} %` : null],
      ['Asked until', found.deadline && [time(found.deadline), ' UTC']],
      ['Reason', found.reason],
      ['Conditions', found.conditions],
      ['Decided by', found.decidedBy]
    ].filter(([, value]) => value && value[0] !== null).map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)])),
  votes.length > 0 && table({
    caption: 'Members of the board and their votes',
    columns: [
      { title: 'Member', cell: member => [member.delegate ?? member.person, member.delegate && ` for ${member.person}`] },
      { title: 'Sits for', cell: member => [member.sitsFor, member.veto && element('span', { class: 'tag' }, 'veto')] },
      { title: 'Vote', cell: vote },
      { title: 'Says', cell: member => [member.comment, member.conditions && element('div', { class: 'hint' }, `On condition: ${member.conditions}`)] },
      { title: 'When (UTC)', cell: member => time(member.castAt), style: 'when' }
    ],
    rows: votes
  })
];

const vote = ({ vote }) =>
  vote === null
    ? 'has not voted'
    : vote === 'for'
      ? element('span', { class: 'good' }, sign('ok'), 'for')
      : vote === 'against'
        ? element('span', { class: 'bad' }, sign('remove'), 'against')
        : 'abstains';
