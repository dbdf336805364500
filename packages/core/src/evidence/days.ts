/**
 * Whole days from one ISO date or time to another, never negative: what is dated after `to` is new. A month alone (`2026-09`)
 * counts as its last day, a span (`2026-05-21..2026-08-17`) as its end. Times of day are ignored.
 */
export function daysBetween(from: string, to: string): number {
  return Math.max(0, dayNumber(to) - dayNumber(from));
}

/** Whether a text is a date that `daysBetween` reads. */
export function isDate(text: string): boolean {
  return datePattern.test(endOf(text));
}

const datePattern = /^(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ].*)?$/;

/** Of a span its end. */
function endOf(isoDate: string): string {
  const dots = isoDate.lastIndexOf('..');
  return dots < 0 ? isoDate : isoDate.slice(dots + 2);
}

/** The date of an ISO 8601 time. */
export function dateOf(time: string): string {
  return time.slice(0, 10);
}

/** Days since 1970-01-01 in the Gregorian calendar; throws a `RangeError` for what is not an ISO date. */
export function dayNumber(isoDate: string): number {
  const match = datePattern.exec(endOf(isoDate));
  if (!match) throw new RangeError(`"${isoDate}" is not an ISO 8601 date such as 2026-10-07.`);
  const year = Number(match[1]);
  const month = Number(match[2]);
  return match[3] === undefined
    ? daysToFirstOf(month === 12 ? year + 1 : year, (month % 12) + 1) - 1
    : daysToFirstOf(year, month) + Number(match[3]) - 1;
}

/** Counted in years that begin in March, so that the leap day is the last of its year. */
function daysToFirstOf(year: number, month: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const monthsSinceMarch = (month + 9) % 12;
  const daysBefore1970 = 719_468;
  return (
    marchYear * 365 +
    Math.floor(marchYear / 4) -
    Math.floor(marchYear / 100) +
    Math.floor(marchYear / 400) +
    Math.floor((153 * monthsSinceMarch + 2) / 5) -
    daysBefore1970
  );
}
