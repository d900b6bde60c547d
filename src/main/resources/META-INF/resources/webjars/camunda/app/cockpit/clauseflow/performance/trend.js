/** The trend of 13 months in three pictures: what came and went, how long it took, what was kept. */
import { element } from '../shared/dom.js';
import { lasting } from '../shared/durations.js';
import { table } from '../shared/table.js';
import { chart } from './chart.js';
import { bars, line, pattern } from './patterns.js';
import { share } from './share.js';

const BLUE = '#155cb5';
// so light that lines are seen on it
const LIGHT_BLUE = '#9dbde6';
const GREY = '#4d4d4d';
const RED = '#a1142a';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** of: what it is a trend of, in words */
export const trend = (months, of, signal) =>
  element('div', { class: 'charts' },
    volume(months, of, signal),
    leadTimes(months, of, signal),
    kept(months, of, signal));

const volume = (months, of, signal) =>
  chart({
    title: `Opened, closed and open, ${of}`,
    signal,
    config: () => ({
      data: {
        labels: labels(months),
        datasets: [
          line('Open at the end', values(months, 'open'), GREY, 'circle'),
          line('Late at the end', values(months, 'late'), RED, 'triangle', [2, 3]),
          bars('Opened', values(months, 'opened'), pattern('rising', BLUE), BLUE),
          bars('Closed', values(months, 'closed'), LIGHT_BLUE, BLUE)
        ]
      },
      options: options({ y: { beginAtZero: true, ticks: { precision: 0 } } })
    }),
    numbers: numbers(months, `Opened, closed and open, ${of}`, [
      ['Opened', month => month.opened], ['Closed', month => month.closed],
      ['Open at the end', month => month.open], ['Late at the end', month => month.late]
    ])
  });

function leadTimes(months, of, signal) {
  const longest = Math.max(0, ...months.map(month => month.leadP90 ?? 0));
  const [unit, size] = longest >= 172_800 ? ['days', 86_400] : longest >= 7_200 ? ['hours', 3_600] : ['minutes', 60];
  const scaled = name => months.map(month => (month[name] === null || month[name] === undefined ? null : month[name] / size));
  return chart({
    title: `Lead time of what was closed, ${of}`,
    empty: months.every(({ closed }) => closed === 0) && 'Nothing was closed in these months.',
    signal,
    config: () => ({
      data: {
        labels: labels(months),
        datasets: [
          line('90th percentile', scaled('leadP90'), GREY, 'rect', [6, 4]),
          line('Median', scaled('leadMedian'), BLUE, 'circle')
        ]
      },
      options: options({ y: { beginAtZero: true, title: { display: true, text: unit } } }, {
        tooltip: { callbacks: { label: ({ dataset, raw }) => `${dataset.label}: ${lasting(raw * size)}` } }
      })
    }),
    numbers: numbers(months, `Lead time of what was closed, ${of}`, [
      ['Closed', month => month.closed],
      ['Median', month => lasting(month.leadMedian)], ['90th percentile', month => lasting(month.leadP90)]
    ])
  });
}

const kept = (months, of, signal) =>
  chart({
    title: `Service targets and reopened, ${of}`,
    empty: months.every(({ targetsMet, targetsMissed, reopened }) => targetsMet + targetsMissed + reopened === 0)
      && 'No service target ended in these months, and nothing was reopened.',
    signal,
    config: () => ({
      data: {
        labels: labels(months),
        datasets: [
          line('Reopened', values(months, 'reopened'), GREY, 'rectRot', [2, 3]),
          bars('Targets met', values(months, 'targetsMet'), LIGHT_BLUE, BLUE, { stack: 'targets' }),
          bars('Targets missed', values(months, 'targetsMissed'), pattern('crossed', RED), RED, { stack: 'targets' })
        ]
      },
      options: options({ x: { stacked: true }, y: { stacked: true, beginAtZero: true, ticks: { precision: 0 } } })
    }),
    numbers: numbers(months, `Service targets and reopened, ${of}`, [
      ['Met', month => month.targetsMet], ['Missed', month => month.targetsMissed],
      ['Share met', month => share(month.targetsMet, month.targetsMissed)], ['Reopened', month => month.reopened]
    ])
  });

const values = (months, name) => months.map(month => month[name]);

/** The year stands below the first month and each January. */
const labels = months =>
  months.map(({ month }, at) => {
    const [year, number] = month.split('-');
    const name = MONTHS[number - 1];
    return at === 0 || number === '01' ? [name, year] : [name];
  });

const options = (scales, plugins = {}) => ({
  interaction: { mode: 'index', intersect: false },
  scales: { ...scales, x: { grid: { display: false }, ticks: { maxRotation: 0 }, ...scales.x } },
  plugins: { legend: { position: 'bottom', labels: { usePointStyle: true, boxHeight: 9 } }, ...plugins }
});

const numbers = (months, caption, columns) =>
  table({
    caption,
    columns: [
      { title: 'Month', cell: month => month.month, style: 'id' },
      ...columns.map(([title, cell]) => ({ title, cell, style: 'number' }))
    ],
    rows: months
  });
