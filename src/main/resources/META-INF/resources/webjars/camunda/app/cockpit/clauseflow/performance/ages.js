/** The queues as a picture: a bar a role, the longer its tasks stand the darker. */
import { table } from '../shared/table.js';
import { chart } from './chart.js';
import { bars, pattern } from './patterns.js';

const BLUE = '#155cb5';
const RED = '#a1142a';

const AGES = [
  ['under1h', 'Under 1 h', () => '#fff', BLUE],
  ['under8h', 'Under 8 h', () => pattern('dotted', BLUE), BLUE],
  ['under1d', 'Under 1 d', () => pattern('rising', BLUE, '#dbe8f7'), BLUE],
  ['under3d', 'Under 3 d', () => pattern('falling', '#fff', '#5b8fd0'), BLUE],
  ['under7d', 'Under 7 d', () => BLUE, BLUE],
  ['over7d', '7 d and more', () => pattern('crossed', '#fff', RED), RED]
];

export function ages(queues, signal) {
  if (queues.length === 0) {
    return null;
  }
  const roles = byRole(queues);
  return chart({
    title: 'Tasks by role and how long they stand',
    signal,
    height: 90 + 28 * roles.length,
    config: () => ({
      data: {
        labels: roles.map(({ name }) => name),
        datasets: AGES.map(([age, label, surface, border]) =>
          bars(label, roles.map(role => role[age]), surface(), border, { stack: 'ages', barThickness: 18 }))
      },
      options: {
        indexAxis: 'y',
        interaction: { mode: 'index', axis: 'y', intersect: false },
        scales: { x: { stacked: true, beginAtZero: true, ticks: { precision: 0 } }, y: { stacked: true, grid: { display: false } } },
        plugins: { legend: { position: 'bottom', labels: { boxWidth: 30 } } }
      }
    }),
    numbers: table({
      caption: 'Tasks by role and how long they stand',
      columns: [
        { title: 'Role', cell: role => role.name },
        ...AGES.map(([age, title]) => ({ title, cell: role => role[age], style: 'number' }))
      ],
      rows: roles
    })
  });
}

function byRole(queues) {
  const roles = new Map();
  for (const queue of queues) {
    const role = roles.get(queue.role) ?? { name: queue.name ?? 'given to a person', ...Object.fromEntries(AGES.map(([age]) => [age, 0])) };
    AGES.forEach(([age]) => {
      role[age] += queue[age];
    });
    roles.set(queue.role, role);
  }
  return [...roles.values()];
}
