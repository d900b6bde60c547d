/** What the draft changes: both versions as pictures with marks, and the same as a list. */
import { address, getText, path } from '../shared/api.js';
import { element, fill, sign } from '../shared/dom.js';
import { busy, failed } from '../shared/notices.js';
import { table } from '../shared/table.js';

const MARKS = { ADDED: ['plus', 'added', 'good'], REMOVED: ['minus', 'removed', 'bad'], CHANGED: ['pencil', 'changed', 'doubtful'] };

export const difference = (found, changes, signal) => [
  table({
    caption: 'What differs from the version in force',
    columns: [
      { title: 'Change', cell: mark, style: 'state' },
      { title: 'What', cell: change => [change.name || change.id, element('div', { class: 'hint' }, `${change.kind} ${change.id}`)] },
      { title: 'Difference', cell: change => change.what.map(what => element('div', {}, what)), style: 'says' }
    ],
    rows: changes,
    empty: found.revision > 0 ? 'Nothing that counts differs from the version in force.' : 'No draft was brought yet.'
  }),
  found.baseVersion && picture('Version in force, with what goes and changes marked', path`redesigns/${found.number}/pictures/was`, found, signal),
  found.revision > 0 && picture('Draft, with what comes and changes marked', path`redesigns/${found.number}/pictures/becomes`, found, signal)
];

function mark(change) {
  const [icon, word, style] = MARKS[change.mark];
  return element('span', { class: style }, sign(icon), word);
}

const picture = (title, path, found, signal) =>
  element('figure', {},
    element('figcaption', {}, title, ' ', element('a', { href: address(path), target: '_blank', rel: 'noopener' }, 'open alone')),
    found.kind === 'decision' ? tablePicture(title, path, signal) : modelPicture(title, path));

function modelPicture(title, path) {
  const box = element('div', { class: 'picture', tabindex: 0, role: 'region', 'aria-label': title });
  return fill(box, element('img', {
    src: address(path),
    alt: `${title}; the list above says the same`,
    error: () => fill(box, failed(new Error('The picture cannot be shown; reload the page.')))
  }));
}

/** A page of its own in a frame in which nothing runs. */
function tablePicture(title, path, signal) {
  const box = element('div', {}, busy('Loading'));
  getText(path, {}, signal)
    .then(html => {
      const frame = element('iframe', {
        title,
        class: 'picture',
        sandbox: 'allow-same-origin',
        srcdoc: html,
        load: () => {
          frame.style.height = `${frame.contentDocument.documentElement.scrollHeight + 20}px`;
        }
      });
      fill(box, frame);
    })
    .catch(problem => fill(box, failed(problem)));
  return box;
}
