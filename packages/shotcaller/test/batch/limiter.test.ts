import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/test/fixtures/seeded-random.ts';
import { createLimiter, type Limiter, type LimiterPlace } from '../../src/batch/run/limiter.ts';

interface Outcome {
  readonly seconds: number;
  readonly refusals: number;
  readonly submits: number;
}

type Room = (seconds: number, accepted: number) => number;

/** A provider whose room for clips moves while a batch runs, in time that is only reckoned. */
function play(clips: number, seed: number, limiter: Limiter, roomAt: Room): Outcome {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(random() || 1e-9)) * Math.cos(2 * Math.PI * random());
  const waiting = Array.from({ length: clips }, () => ({ seconds: 90 * Math.exp(0.35 * normal()), tries: 0 }));
  const events: { readonly at: number; readonly happen: () => void }[] = [];
  let [now, inFlight, refusals, submits, done, accepted] = [0, 0, 0, 0, 0, 0];
  const later = (at: number, happen: () => void) => {
    const place = events.findIndex((event) => event.at > at);
    events.splice(place === -1 ? events.length : place, 0, { at, happen });
  };
  const pump = (): void => {
    while (waiting.length > 0 && limiter.readyAt('p', now * 1000) === 0) {
      const clip = waiting.shift()!;
      const place = limiter.enter('p');
      submits += 1;
      if (inFlight < roomAt(now, accepted)) {
        inFlight += 1;
        accepted += 1;
        place.accepted();
        later(now + clip.seconds, () => {
          inFlight -= 1;
          done += 1;
          place.leave('completed');
          pump();
        });
        continue;
      }
      refusals += 1;
      clip.tries += 1;
      place.refused({ of: 'provider' }, now * 1000);
      place.leave('ended');
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

function mean(clips: number, seeds: number, make: () => Limiter, roomAt: Room): Outcome {
  const outcomes = Array.from({ length: seeds }, (_, seed) => play(clips, seed + 1, make(), roomAt));
  const of = (field: keyof Outcome) => outcomes.reduce((sum, outcome) => sum + outcome[field], 0) / outcomes.length;
  return { seconds: of('seconds'), refusals: of('refusals'), submits: of('submits') };
}

const byTime: (clips: number) => Room = (clips) => (seconds) =>
  seconds < clips * 2.2 ? 12 : seconds < clips * 6 ? 5 : 20;
const byClips: (clips: number) => Room = (clips) => (_, accepted) =>
  accepted < clips / 3 ? 12 : accepted < (2 * clips) / 3 ? 5 : 20;

/** Of all submits. */
const shareOf = ({ refusals, submits }: Outcome) => refusals / submits;
const text = (outcome: Outcome) =>
  `${Math.round(outcome.seconds)} s, ${outcome.refusals.toFixed(1)} refusals (${(100 * shareOf(outcome)).toFixed(2)} % of submits)`;

describe('the number of clips at once, while a provider’s limit moves 12 → 5 → 20', () => {
  test.each([
    ['500 clips, in time', 500, byTime, 0.01],
    ['500 clips, as clips are taken', 500, byClips, 0.01],
    // Whoever learns a limit by refusals meets the first one, the fall, and the limit that it has risen to: three in 200 are 1.5 %.
    ['200 clips, in time', 200, byTime, 0.02],
  ])(
    '%s: at most 15 % slower than the best fixed number, and seldom refused',
    (name, clips, roomOf, mostRefused) => {
      const fixed = [4, 12, 20, 24, 32].map((count) => ({
        count,
        ...mean(clips, 2, () => createLimiter({ fixed: count }), roomOf(clips)),
      }));
      const best = fixed.reduce((one, other) => (other.seconds < one.seconds ? other : one));
      const learnt = mean(clips, 10, () => createLimiter(), roomOf(clips));
      const shown = fixed.filter((one) => [4, 32].includes(one.count) || one === best);
      console.info(
        [
          `${name}: learnt ${text(learnt)}, ${(100 * (learnt.seconds / best.seconds - 1)).toFixed(1)} % slower than the best`,
          ...shown.map((one) => `  fixed ${one.count}: ${text(one)}${one === best ? ', the best' : ''}`),
        ].join('\n'),
      );
      expect(learnt.seconds).toBeLessThanOrEqual(1.15 * best.seconds);
      expect(learnt.seconds).toBeLessThan(0.6 * fixed[0]!.seconds);
      expect(shareOf(learnt)).toBeLessThanOrEqual(mostRefused);
    },
    60_000,
  );
});

/** Lets as many leave as may, each accepted at once. */
function fill(limiter: Limiter, provider = 'p', nowMs = 0): LimiterPlace[] {
  const places: LimiterPlace[] = [];
  while (limiter.readyAt(provider, nowMs) === 0) {
    const place = limiter.enter(provider);
    place.accepted();
    places.push(place);
  }
  return places;
}

/** A limiter that has met a limit of so many. */
function full(count: number): { readonly limiter: Limiter; readonly places: LimiterPlace[] } {
  const limiter = createLimiter();
  const places = fill(limiter);
  places.shift()?.leave('completed');
  while (places.length < count && limiter.readyAt('p', 0) === 0) {
    const place = limiter.enter('p');
    place.accepted();
    places.push(place);
  }
  refuse(limiter, 0);
  return { limiter, places };
}

function refuse(limiter: Limiter, nowMs: number): void {
  const place = limiter.enter('p');
  place.refused({ of: 'provider' }, nowMs);
  place.leave('ended');
}

describe('the number of clips at once', () => {
  test('is four until the first clip is there; then each submit that is accepted makes room for one more, up to what is allowed', () => {
    const limiter = createLimiter({ most: 9 });
    const places = fill(limiter);
    expect(limiter.inFlight).toBe(4);
    places[0]?.leave('ended');
    fill(limiter);
    expect(limiter.inFlight).toBe(4);
    places[1]?.leave('completed');
    fill(limiter);
    expect(limiter.inFlight).toBe(9);
  });

  test('is tried by one clip alone: nobody follows it before it has its answer', () => {
    const limiter = createLimiter();
    const first = limiter.enter('p');
    expect(limiter.readyAt('p', 0)).toBeNull();
    first.accepted();
    expect(limiter.readyAt('p', 0)).toBe(0);
  });

  test('stays below what was refused until fourteen rounds of clips are there, and is then tried once', () => {
    const { limiter, places } = full(6);
    expect(limiter.limits().p).toBe(6);
    for (let clip = 0; clip < 14 * 6 - 1; clip += 1) {
      places.shift()?.leave('completed');
      places.push(...fill(limiter));
      expect(limiter.inFlight).toBe(6);
    }
    places.shift()?.leave('completed');
    places.push(...fill(limiter));
    expect(limiter.inFlight).toBeGreaterThan(6);
  });

  test('is halved once when it is refused where it held before, however many are refused with it', () => {
    const { limiter, places } = full(12);
    places.shift()?.leave('completed');
    refuse(limiter, 60_000);
    expect(limiter.limits().p).toBe(5);
    places.splice(0, 7).forEach((place) => {
      place.leave('completed');
    });
    refuse(limiter, 62_000);
    expect(limiter.limits().p).toBe(4);
    places.shift()?.leave('completed');
    refuse(limiter, 75_000);
    expect(limiter.limits().p).toBe(1);
  });

  test('comes back soon from a cut to one, as chance refusals make them', () => {
    const { limiter, places } = full(6);
    for (const place of places.splice(0, 3)) place.leave('ended');
    refuse(limiter, 60_000);
    expect(limiter.limits().p).toBe(1);
    for (let clip = 0; clip < 8; clip += 1) {
      places.shift()?.leave('completed');
      places.push(...fill(limiter, 'p', 60_000));
    }
    expect(limiter.inFlight).toBeGreaterThan(4);
  });

  test('hears each clip once, whatever it tells twice', () => {
    const limiter = createLimiter();
    const [place] = fill(limiter);
    place?.accepted();
    place?.leave('completed');
    place?.leave('ended');
    expect(limiter.inFlight).toBe(3);
  });

  test('waits as long as the service asks, and holds one provider for another’s refusals', () => {
    const limiter = createLimiter();
    const one = limiter.enter('a');
    one.refused({ of: 'provider', retryAfterMs: 7000 }, 1000);
    one.leave('ended');
    expect(limiter.readyAt('a', 1000)).toBe(8000);
    expect(limiter.readyAt('b', 1000)).toBe(0);
    const other = limiter.enter('b');
    other.refused({ of: 'account', retryAfterMs: 3000 }, 2000);
    other.leave('ended');
    expect(limiter.readyAt('c', 2000)).toBe(5000);
  });

  test('is the one that was fixed, whatever happens', () => {
    const limiter = createLimiter({ fixed: 3 });
    const places = ['p', 'q', 'r'].map((provider) => limiter.enter(provider));
    expect(limiter.readyAt('q', 0)).toBeNull();
    places[0]?.refused({ of: 'provider' }, 0);
    places[0]?.leave('ended');
    expect(limiter.readyAt('q', 0)).toBe(0);
    limiter.enter('q');
    expect(limiter.readyAt('q', 0)).toBeNull();
  });
});
