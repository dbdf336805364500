import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/test/fixtures/seeded-random.ts';
import { createLimiter, type Limiter } from '../../src/batch/run/limiter.ts';

interface Outcome {
  readonly seconds: number;
  readonly refusals: number;
  readonly submits: number;
}

/** A provider whose room for clips moves 12 → 5 → 20 while a batch runs, in time that is only reckoned. */
function play(clips: number, seed: number, limiter: Limiter): Outcome {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(random() || 1e-9)) * Math.cos(2 * Math.PI * random());
  const roomAt = (seconds: number) => (seconds < clips * 2.2 ? 12 : seconds < clips * 6 ? 5 : 20);
  const waiting = Array.from({ length: clips }, () => ({ seconds: 90 * Math.exp(0.35 * normal()), tries: 0 }));
  const events: { readonly at: number; readonly happen: () => void }[] = [];
  let [now, inFlight, refusals, submits, done, wakesAt] = [0, 0, 0, 0, 0, Number.POSITIVE_INFINITY];
  const later = (at: number, happen: () => void) => {
    events.push({ at, happen });
    events.sort((one, other) => one.at - other.at);
  };
  const pump = (): void => {
    while (waiting.length > 0) {
      const readyMs = limiter.readyAt('p', now * 1000);
      if (readyMs === null) return;
      if (readyMs > now * 1000) {
        if (readyMs / 1000 >= wakesAt) return;
        wakesAt = readyMs / 1000;
        later(wakesAt, () => {
          wakesAt = Number.POSITIVE_INFINITY;
          pump();
        });
        return;
      }
      const clip = waiting.shift()!;
      limiter.enter('p');
      submits += 1;
      if (inFlight < roomAt(now)) {
        inFlight += 1;
        later(now + clip.seconds, () => {
          inFlight -= 1;
          done += 1;
          limiter.leave('p', 'completed', now * 1000);
          pump();
        });
        continue;
      }
      refusals += 1;
      clip.tries += 1;
      limiter.refused('p', { of: 'provider' }, now * 1000);
      limiter.leave('p', 'ended', now * 1000);
      later(now + Math.min(60, 2 ** Math.min(clip.tries, 6)) * (0.5 + random() / 2), () => {
        waiting.unshift(clip);
        pump();
      });
    }
  };
  pump();
  while (done < clips) {
    const event = events.shift()!;
    now = event.at;
    event.happen();
  }
  return { seconds: now, refusals, submits };
}

function mean(clips: number, seeds: number, make: () => Limiter): Outcome {
  const outcomes = Array.from({ length: seeds }, (_, seed) => play(clips, seed + 1, make()));
  const of = (field: keyof Outcome) => outcomes.reduce((sum, outcome) => sum + outcome[field], 0) / outcomes.length;
  return { seconds: of('seconds'), refusals: of('refusals'), submits: of('submits') };
}

describe('the number of clips at once', () => {
  test.each([
    [200, 20],
    [500, 3],
  ])('of %i clips is learnt: hardly slower than the best fixed one, and seldom refused', (clips, seeds) => {
    const fixed = [4, 12, 20, 32].map((count) => ({
      count,
      ...mean(clips, seeds, () => createLimiter({ fixed: count })),
    }));
    const best = fixed.reduce((one, other) => (other.seconds < one.seconds ? other : one));
    const learnt = mean(clips, seeds, () => createLimiter());
    const text = ({ seconds, refusals, submits }: Outcome) =>
      `${Math.round(seconds)} s, ${refusals.toFixed(1)} refusals (${((100 * refusals) / submits).toFixed(1)} % of submits)`;
    console.info(
      [`${clips} clips: learnt ${text(learnt)}`, ...fixed.map((one) => `  fixed ${one.count}: ${text(one)}`)].join(
        '\n',
      ),
    );
    expect(learnt.seconds).toBeLessThanOrEqual(1.15 * best.seconds);
    expect(learnt.seconds).toBeLessThan(0.5 * fixed[0]!.seconds);
    expect(learnt.refusals).toBeLessThan(fixed.at(-1)!.refusals / 50);
    expect(learnt.refusals / clips).toBeLessThan(0.1);
  });

  test('begins with two, grows with clips that complete while it is full, and never beyond what is allowed', () => {
    const limiter = createLimiter({ most: 4 });
    const fill = () => {
      while (limiter.readyAt('p', 0) === 0) limiter.enter('p');
      return limiter.inFlight;
    };
    expect(fill()).toBe(2);
    limiter.leave('p', 'ended', 0);
    expect(fill()).toBe(2);
    limiter.leave('p', 'completed', 0);
    expect(fill()).toBe(3);
    for (let clip = 0; clip < 5; clip += 1) {
      limiter.leave('p', 'completed', 0);
      fill();
    }
    expect(limiter.inFlight).toBe(4);
  });

  test('waits as long as the service asks, and holds one provider for another’s refusals', () => {
    const limiter = createLimiter();
    limiter.enter('a');
    limiter.refused('a', { of: 'provider', retryAfterMs: 7000 }, 1000);
    limiter.leave('a', 'ended', 1000);
    expect(limiter.readyAt('a', 1000)).toBe(8000);
    expect(limiter.readyAt('b', 1000)).toBe(0);
    limiter.enter('b');
    limiter.refused('b', { of: 'account', retryAfterMs: 3000 }, 2000);
    limiter.leave('b', 'ended', 2000);
    expect(limiter.readyAt('c', 2000)).toBe(5000);
  });

  test('is the one that was fixed, whatever happens', () => {
    const limiter = createLimiter({ fixed: 3 });
    for (let clip = 0; clip < 3; clip += 1) limiter.enter(`p${clip}`);
    expect(limiter.readyAt('q', 0)).toBeNull();
    limiter.leave('p0', 'completed', 0);
    expect(limiter.readyAt('q', 0)).toBe(0);
    limiter.enter('q');
    expect(limiter.readyAt('q', 0)).toBeNull();
  });
});
