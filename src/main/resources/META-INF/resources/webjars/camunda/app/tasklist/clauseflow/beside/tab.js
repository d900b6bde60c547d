/** Tabs of a task in Tasklist, between its form and its history; of each task those that its record gives something for. */
import { get, path } from '../../../cockpit/clauseflow/shared/api.js';
import { element, fill } from '../../../cockpit/clauseflow/shared/dom.js';
import { busy, failed, hint } from '../../../cockpit/clauseflow/shared/notices.js';
import '../../../cockpit/clauseflow/shared/page.js';

const style = element('link', { rel: 'stylesheet', href: new URL('beside.css', import.meta.url).href });
document.head.append(style);

/** Labels by the parts that the server names. */
const tabs = new Map();

/** show gets { found, task, signal, again }: what the server answers for this part of the task, and how to see it anew. */
export function tab({ part, label, priority, show }) {
  tabs.set(part, label);
  let leaving;
  return {
    id: `clauseflow-${part.toLowerCase()}`,
    pluginPoint: 'tasklist.task.detail',
    priority,
    properties: { label },
    render: (node, { taskId }) => {
      leaving?.abort();
      leaving = new AbortController();
      const { signal } = leaving;
      const content = element('div', {}, busy('Loading'));
      node.append(element('div', { class: 'clauseflow beside' }, content));
      const again = async notice => {
        try {
          const parts = await partsOf(taskId);
          const found = parts.includes(part) && await get(path`tasks/${taskId}/beside/${part.toLowerCase()}`, {}, signal);
          fill(content, notice, found ? show({ found, task: taskId, signal, again }) : hint('There is nothing of this kind beside this task.'));
        } catch (problem) {
          if (!signal.aborted) {
            fill(content, failed(problem));
          }
        }
      };
      again();
    },
    unmount: () => leaving?.abort()
  };
}

/** Which parts there are beside a task; asked once, while the same task is looked at. */
let last = {};

function partsOf(task) {
  if (last.task !== task) {
    last = { task, parts: get(path`tasks/${task}/beside`).then(({ parts }) => parts) };
    // whoever lost the session, say, asks anew
    last.parts.catch(() => (last = {}));
  }
  return last.parts;
}

/** Tasklist shows every tab beside every task; those that its record has nothing for are hidden. */
async function fit() {
  const task = new URLSearchParams(location.hash.split('?')[1]).get('task');
  const bar = document.querySelector('.task-card .tabbed-content .nav-tabs');
  if (!task || !bar || bar.dataset.task === task) {
    return;
  }
  bar.dataset.task = task;
  const parts = await partsOf(task).catch(() => []);
  for (const head of bar.children) {
    const [part] = [...tabs].find(([, label]) => label === head.textContent.trim()) ?? [];
    head.hidden = part !== undefined && !parts.includes(part) && !head.classList.contains('active');
  }
}

new MutationObserver(fit).observe(document.body, { childList: true, subtree: true });
