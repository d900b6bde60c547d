/** How long something takes, as people say it: its two greatest units. */
const UNITS = [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]];

export function lasting(seconds) {
  if (seconds === null || seconds === undefined) {
    return '';
  }
  const whole = Math.round(seconds);
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first < 0) {
    return '0 s';
  }
  const parts = [];
  let rest = whole;
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      parts.push(`${count} ${unit}`);
    }
  }
  return parts.join(' ');
}
