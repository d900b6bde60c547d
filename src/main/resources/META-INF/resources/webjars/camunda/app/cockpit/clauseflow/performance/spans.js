/** Times and durations as targets have them: local to their service hours. */

/** 2026-03-03T10:00:00+01:00 as 2026-03-03 10:00; its time zone is told once, elsewhere. */
export const local = time => time.slice(0, 16).replace('T', ' ');

/** Seconds of PT8H30M. */
export function seconds(duration) {
  const [, days = 0, hours = 0, minutes = 0, rest = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration ?? '') ?? [];
  return Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(rest);
}

/** Service time in hours, as agreements have it: a day of it is nothing that all would understand alike. */
export function hours(seconds) {
  const minutes = Math.round(seconds / 60);
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [whole > 0 && `${whole} h`, (rest > 0 || whole === 0) && `${rest} min`].filter(Boolean).join(' ');
}

/** The day a month before an instant, which the heat of that month begins with. */
export function monthBefore(instant) {
  if (!instant) {
    return '';
  }
  const day = new Date(instant);
  day.setUTCDate(day.getUTCDate() - 29);
  return day.toISOString().slice(0, 10);
}
