import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, daysBetween } from '../../src/evidence/days.ts';

describe('day arithmetic', () => {
  it.each([
    ['2026-08-17', '2026-10-07T23:59:59Z', 51], // 14 days of August, 30 of September, 7 of October
    ['2026-08-17', '2026-08-17', 0],
    ['2024-02-28', '2024-03-01', 2], // a leap year
    ['2026-02-28', '2026-03-01', 1],
    ['2026-09', '2026-10-07', 7], // a month counts as its last day
    ['2026-12', '2027-01-01', 1],
    ['2026-05-21..2026-08-17', '2026-10-07', 51], // a span counts as its end
    ['2026-10', '2026-10-07', 0], // what is dated after now is new
  ])('from %s to %s are %i days', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });

  it('agrees with the calendar of the platform', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2400-01-01'), noInvalidDate: true }),
        (date) => {
          expect(dayNumber(date.toISOString())).toBe(Math.floor(date.getTime() / 86_400_000));
        },
      ),
    );
  });

  it('refuses what is not a date', () => {
    expect(() => dayNumber('yesterday')).toThrow('"yesterday" is not an ISO 8601 date');
  });
});
