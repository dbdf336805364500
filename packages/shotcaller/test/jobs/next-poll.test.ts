import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedRemaining } from '../../src/jobs/waiting/expected-remaining.ts';
import { normalAbove, normalDeviate } from '../../src/jobs/waiting/latency-distribution.ts';
import { nextPollDelayMs } from '../../src/jobs/waiting/next-poll.ts';
import { measuredTimes, publishedTimes, twoMinutes, withOwnRuns } from './simulation.ts';

// Median 100 s, 90th percentile 150 s: a log standard deviation of ln(1.5) / 1.2816 = 0.316.
const distribution = { p50Seconds: 100, p90Seconds: 150 };
const middle = () => 0.5;
const delaySeconds = (elapsedSeconds: number, more = {}) =>
  nextPollDelayMs({ elapsedMs: elapsedSeconds * 1000, distribution, random: middle, ...more }) / 1000;

describe('the next poll', () => {
  test('is first placed shortly before the median, not at a fixed interval', () => {
    expect(delaySeconds(0)).toBeGreaterThan(60);
    expect(delaySeconds(0)).toBeLessThan(100);
  });

  test('comes in short gaps where finishing is likely', () => {
    expect(delaySeconds(100)).toBeLessThan(20);
    expect(delaySeconds(120)).toBeLessThan(20);
  });

  test('comes in growing gaps once the job has taken longer than expected, up to a minute', () => {
    const gaps = [250, 300, 400, 600, 3600].map((elapsed) => delaySeconds(elapsed));
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(gaps.at(-1)).toBe(60);
  });

  test('is never earlier than the server asked for', () => {
    expect(delaySeconds(100, { retryAfterMs: 45_000 })).toBe(45);
    expect(delaySeconds(0, { retryAfterMs: 1000 })).toBe(delaySeconds(0));
  });

  test('falls on the deadline at the latest, and at once when that has passed', () => {
    expect(delaySeconds(95, { deadlineMs: 100_000 })).toBe(5);
    expect(delaySeconds(95, { deadlineMs: 90_000 })).toBe(0);
  });

  test('is jittered by a tenth of the gap', () => {
    const [low, high] = [0, 0.9999].map((value) => delaySeconds(100, { random: () => value }));
    expect(high! / low!).toBeCloseTo(1.05 / 0.95, 2);
  });

  test('is at least a second and finite for any distribution and any time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 5000, noNaN: true }),
        fc.double({ min: 1, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (p50Seconds, ratio, elapsedSeconds, random) => {
          const delayMs = nextPollDelayMs({
            elapsedMs: elapsedSeconds * 1000,
            distribution: { p50Seconds, p90Seconds: p50Seconds * ratio },
            random: () => random,
          });
          expect(delayMs).toBeGreaterThanOrEqual(1000);
          expect(Number.isFinite(delayMs)).toBe(true);
        },
      ),
    );
  });

  test('eager polls respect what the server asked for, the deadline, and a second at least', () => {
    const waiting = 'eager';
    expect(delaySeconds(100, { waiting, retryAfterMs: 45_000 })).toBe(45);
    expect(delaySeconds(95, { waiting, deadlineMs: 100_000 })).toBeLessThanOrEqual(5);
    expect(delaySeconds(95, { waiting, deadlineMs: 90_000 })).toBe(0);
    const short = { p50Seconds: 8, p90Seconds: 9 };
    expect(delaySeconds(8, { waiting, distribution: short })).toBeGreaterThanOrEqual(1);
  });

  test('eager polls of an overdue job grow apart too, up to 20 s', () => {
    const gaps = [250, 300, 400, 600, 3600].map((elapsed) => delaySeconds(elapsed, { waiting: 'eager' }));
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(gaps.at(-1)).toBe(20);
  });

  test('refuses a distribution that is none', () => {
    const odd = { p50Seconds: 0, p90Seconds: 10 };
    expect(() => nextPollDelayMs({ elapsedMs: 0, distribution: odd, random: middle })).toThrow(RangeError);
  });
});

describe('the expected remaining time', () => {
  test('is the distribution itself at the start', () => {
    const { lowSeconds, p50Seconds, highSeconds, isOverdue } = expectedRemaining({ elapsedMs: 0, distribution });
    expect(p50Seconds).toBeCloseTo(100, 3);
    expect(highSeconds).toBeCloseTo(150, 3);
    expect(lowSeconds).toBeCloseTo(100 / 1.5, 3);
    expect(isOverdue).toBe(false);
  });

  test('shrinks with time, but not as fast as time goes by', () => {
    const after = (elapsedMs: number) => expectedRemaining({ elapsedMs, distribution }).p50Seconds;
    expect(after(90_000)).toBeLessThan(after(30_000));
    expect(after(90_000)).toBeGreaterThan(10);
  });

  test('says when a job is overdue, and stays finite hours later', () => {
    const late = expectedRemaining({ elapsedMs: 10_800_000, distribution });
    expect(late.isOverdue).toBe(true);
    expect(Number.isFinite(late.highSeconds)).toBe(true);
    expect(late.lowSeconds).toBeLessThanOrEqual(late.highSeconds);
  });
});

test('the normal tail and its inverse agree', () => {
  expect(normalAbove(1.2815515655)).toBeCloseTo(0.1, 6);
  expect(normalAbove(-1)).toBeCloseTo(0.8413447, 6);
  for (const above of [0.99, 0.5, 0.1, 1e-6, 1e-12]) {
    expect(normalAbove(normalDeviate(above)) / above).toBeCloseTo(1, 6);
  }
});

describe('eager, by computation', () => {
  test('over the measured latencies a finished job is known within 2 s on average, with fewer than 15 polls, near the optimum', () => {
    const { ours, optimum } = measuredTimes('eager');
    expect(ours.delay).toBeLessThanOrEqual(2);
    expect(ours.polls).toBeLessThanOrEqual(15);
    expect(ours.delay).toBeLessThanOrEqual(1.1 * optimum.delay);
  });

  test.each([0.1, 0.2, 0.28])(
    'a clip of two minutes that scatters by %d is known within 2 s, with 15 polls',
    (deviation) => {
      const { ours, optimum } = twoMinutes(deviation, 'eager');
      expect(ours.delay).toBeLessThanOrEqual(2.05);
      expect(ours.polls).toBeLessThanOrEqual(15);
      expect(ours.delay).toBeLessThanOrEqual(1.1 * optimum.delay);
    },
  );

  test.each([0.32, 0.5, 0.89])(
    'where two minutes scatter by %d not even the optimum knows within 2 s from 15 polls, and eager is as good as it',
    (deviation) => {
      const { ours, optimum } = twoMinutes(deviation, 'eager');
      expect(ours.polls).toBeLessThanOrEqual(15);
      expect(optimum.delay).toBeGreaterThan(2);
      expect(ours.delay).toBeLessThanOrEqual(1.1 * optimum.delay);
    },
  );

  test('from published times alone, and with own runs that taught the median, it stays within 10 % of what can be done', () => {
    const { ours, optimum } = publishedTimes('eager');
    expect(ours.delay).toBeLessThanOrEqual(1.1 * optimum.delay);
    const taught = withOwnRuns(3, 'eager');
    expect(taught.ours.delay).toBeLessThanOrEqual(1.1 * taught.optimum.delay);
  });

  test('thrifty takes a third of the polls, and is told later', () => {
    const [eager, thrifty] = [measuredTimes('eager').ours, measuredTimes('thrifty').ours];
    expect(thrifty.polls).toBeLessThan(eager.polls / 2);
    expect(thrifty.delay).toBeGreaterThan(2 * eager.delay);
  });
});

describe('against other schedules', () => {
  test('over the measured latencies and their spread, a finished job is known in half the time of 30 s polls, with no more polls', () => {
    const { ours, optimum, fixed } = measuredTimes('thrifty');
    expect(ours.polls).toBeLessThanOrEqual(fixed[30]!.polls);
    expect(ours.delay).toBeLessThanOrEqual(fixed[30]!.delay / 2);
    expect(ours.delay).toBeLessThanOrEqual(1.1 * optimum.delay);
  });

  test('from published times alone it is within 10 % of the best that can be done with them, with no more polls than 30 s', () => {
    const { ours, optimum, fixed } = publishedTimes('thrifty');
    expect(ours.polls).toBeLessThanOrEqual(fixed[30]!.polls);
    expect(ours.delay).toBeLessThanOrEqual(1.1 * optimum.delay);
    // No schedule can halve the delay from this knowledge: the optimum itself does not.
    expect(optimum.delay).toBeGreaterThan(fixed[30]!.delay / 2);
  });

  test('own runs narrow the distance to an optimum that knows each true median', () => {
    const [none, three, ten] = [0, 3, 10].map((runs) => {
      const { ours, optimum, fixed } = withOwnRuns(runs, 'thrifty');
      return { above: ours.delay / optimum.delay, of30: ours.delay / fixed[30]!.delay };
    });
    expect(none!.above).toBeGreaterThan(1.2);
    expect(three!.above).toBeLessThan(1.14);
    expect(ten!.above).toBeLessThan(1.08);
    expect(three!.of30).toBeLessThanOrEqual(0.5);
  });
});
