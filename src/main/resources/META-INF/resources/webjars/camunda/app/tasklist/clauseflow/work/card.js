/** The time left on each card of Tasklist's list. The cards come one by one and are asked for together. */
import { get } from '../../../cockpit/clauseflow/shared/api.js';
import { fill } from '../../../cockpit/clauseflow/shared/dom.js';
import { left } from './left.js';

/** As many as the server tells at once. */
const MOST = 100;

let waiting = new Map();

export const card = {
  id: 'clauseflow-card',
  pluginPoint: 'tasklist.card',
  priority: 500,
  render: (node, { taskId }) => {
    node.className = 'clauseflow-left';
    if (waiting.size === 0) {
      setTimeout(ask, 50);
    }
    waiting.set(taskId, [...(waiting.get(taskId) ?? []), node]);
  },
  unmount: () => {}
};

async function ask() {
  const cards = waiting;
  waiting = new Map();
  const tasks = [...cards.keys()];
  for (let from = 0; from < tasks.length; from += MOST) {
    // a card without it is still a card
    const query = new URLSearchParams(tasks.slice(from, from + MOST).map(id => ['task', id]));
    const found = await get(`work/tasks?${query}`).catch(() => []);
    const now = new Date().toISOString();
    for (const task of found) {
      if (task.dueAt || task.urgency) {
        cards.get(task.task).forEach(node => fill(node, left(task, now)));
      }
    }
  }
}
