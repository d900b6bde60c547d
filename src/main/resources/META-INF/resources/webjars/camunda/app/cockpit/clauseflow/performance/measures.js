/** What the heat of an element means: a number, a colour in five steps from light to dark, and words for it. */
import { lasting } from '../shared/durations.js';

const NONE = '#fff';
const LIGHT_TO_DARK = ['#fff3e0', '#fde0b8', '#fdc98c', '#fba968', '#f28a52'];
const WORKED_TO_WAITED = ['#c6dbf2', '#e2edf8', '#f6f6f6', '#fde0b8', '#fba968'];
const SHARES = [20, 40, 60, 80, 100];

export const MEASURES = {
  passes: {
    label: 'Passes',
    means: 'How often cases left the element.',
    value: row => row.passes,
    words: value => `${value} ×`,
    brief: String,
    scale: most => linear(most, value => `${value} ×`)
  },
  median: {
    label: 'Median time',
    means: 'Half of the passages took no longer.',
    value: row => row.median ?? 0,
    words: lasting,
    brief,
    scale: growing
  },
  waiting: {
    label: 'Waiting against working',
    means: 'How much of the time that cases stood there nobody worked on them: tasks not yet claimed, events awaited, called processes.',
    value: waited,
    words: value => `${value} % waiting`,
    brief: value => `${value} %`,
    scale: () => SHARES.map((bound, step) => ({
      bound,
      color: WORKED_TO_WAITED[step],
      words: `${step === 0 ? 0 : SHARES[step - 1]} to ${bound} % waiting`
    }))
  },
  breaches: {
    label: 'Targets missed',
    means: 'Targets that came due, and were not met, while the case stood there; those of cases that still stand there, too.',
    value: missed,
    words: value => `${value} missed`,
    brief: String,
    scale: most => linear(most, value => `${value} missed`)
  }
};

/** Of what left it in the period, and of what stands there now. */
export function missed(row) {
  return row.breaches + row.breachesHere;
}

/** Percent of the time, null where no time passed. */
export function waited(row) {
  const all = row.waitingSum + row.workingSum;
  return all > 0 ? Math.round((100 * row.waitingSum) / all) : null;
}

/** The same steps for all that is compared. */
export function heat(by, rows) {
  const measure = MEASURES[by];
  const values = rows.map(measure.value).filter(value => value !== null);
  const steps = measure.scale(Math.max(0, ...values));
  return {
    ...measure,
    steps,
    color: row => (nothing(measure.value(row), by) ? NONE : steps.find(step => measure.value(row) <= step.bound).color),
    /** What stands on an element, and the same in words; nothing where nothing happened. */
    label: row => (nothing(measure.value(row), by) ? '' : measure.brief(measure.value(row))),
    says: row => (nothing(measure.value(row), by) ? '' : measure.words(measure.value(row)))
  };
}

const nothing = (value, by) => value === null || (value === 0 && by !== 'waiting');

/** In its greatest unit, as there is little room on an element. */
function brief(seconds) {
  const [unit, size] = [['d', 86_400], ['h', 3_600], ['min', 60]].find(([, size]) => seconds >= size) ?? ['s', 1];
  const count = seconds / size;
  return `${count < 10 && size > 1 ? Math.round(count * 10) / 10 : Math.round(count)} ${unit}`;
}

/** In steps of equal width, fewer where there are fewer numbers. */
function linear(most, words) {
  const bounds = [...new Set([1, 2, 3, 4, 5].map(part => Math.ceil((most * part) / 5)))].filter(bound => bound > 0);
  return steps(bounds, words);
}

/** In steps that grow: what takes minutes and what takes days stand side by side. */
function growing(most) {
  const bounds = [...new Set([81, 27, 9, 3, 1].map(part => Math.ceil(most / part)))].filter(bound => bound > 0);
  return steps(bounds, lasting);
}

const steps = (bounds, words) =>
  bounds.map((bound, step) => ({
    bound,
    color: LIGHT_TO_DARK[LIGHT_TO_DARK.length - bounds.length + step],
    words: `up to ${words(bound)}`
  }));
