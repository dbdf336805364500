import type { ExpectedTime } from '@shotcaller/core';
import { logNormal, normalDeviate } from '../../jobs/waiting/latency-distribution.ts';
import { createLimiter, type LimiterPlace } from '../run/limiter.ts';
import { seededRandom } from './seeded-random.ts';

/** A clip to be made, as far as its time matters. */
export interface TimedClip {
  readonly model: string;
  /** `null`: nothing is known. */
  readonly expectedTime: ExpectedTime | null;
  /** Place in the list of the clip that must be done first. */
  readonly after: number | null;
  /** Seconds that it has been at work already; `null`: it has not begun. */
  readonly runningSeconds?: number | null;
}

export interface ForecastOptions {
  /** Clips at once; default learnt, as the run itself learns it. */
  readonly concurrency?: number | undefined;
  /** Spread of single clips of one model, in log seconds; what is beyond it is doubt about the model, which all its clips share. */
  readonly spreadWithinModel: number;
  /** Uniform in [0, 1). Default draws from one seed: the same batch gets the same answer each time it is asked. */
  readonly random?: () => number;
  /** Batches that are played through. Default 400, fewer for lists of more than 250 clips. */
  readonly samples?: number;
}

/** Seconds from the first submit to the last clip. Nine of ten batches end within `p90Seconds`, one of ten within `p10Seconds`. */
export interface Forecast {
  readonly p10Seconds: number;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
}

/** What a model takes of which nothing is known. */
const unknownTime: ExpectedTime = { p50Seconds: 120, p90Seconds: 400 };

/** Plays the batch through many times, clips in the order of the list, as many at once as the run allows itself. */
export function forecast(clips: readonly TimedClip[], given: ForecastOptions): Forecast {
  const options = { random: seededRandom(1), ...given };
  const { samples = Math.max(20, Math.min(400, Math.floor(100_000 / Math.max(1, clips.length)))) } = options;
  const times = Array.from({ length: samples }, () => playOnce(clips, options)).sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(samples - 1, Math.floor(share * samples))] ?? 0;
  return { p10Seconds: at(0.1), p50Seconds: at(0.5), p90Seconds: at(0.9) };
}

function playOnce(
  clips: readonly TimedClip[],
  { concurrency, spreadWithinModel, random }: ForecastOptions & { readonly random: () => number },
): number {
  const shifts = new Map<string, number>();
  const deviate = () => normalDeviate(Math.min(1 - 1e-9, Math.max(1e-9, random())));
  const secondsOf = ({ model, expectedTime, runningSeconds = null }: TimedClip): number => {
    const { mean, deviation } = logNormal(expectedTime ?? unknownTime);
    const within = Math.min(deviation, spreadWithinModel);
    const doubt = Math.sqrt(Math.max(0, deviation ** 2 - within ** 2));
    const shift = shifts.get(model) ?? deviate();
    shifts.set(model, shift);
    const drawn = Math.exp(mean + doubt * shift + within * deviate());
    return runningSeconds === null ? drawn : Math.max(drawn - runningSeconds, drawn * 0.05);
  };
  const limiter = createLimiter({ fixed: concurrency });
  const endsAt: (number | undefined)[] = clips.map(() => undefined);
  let waiting = clips.map((_, index) => index);
  let running: { readonly index: number; readonly ends: number; readonly place: LimiterPlace }[] = [];
  let now = 0;
  while (waiting.length > 0 || running.length > 0) {
    const full = new Set<string>();
    const left: number[] = [];
    for (const index of waiting) {
      const clip = clips[index]!;
      const provider = providerOf(clip.model);
      const isFirst = clip.runningSeconds != null;
      const isHeld = clip.after !== null && endsAt[clip.after] === undefined;
      if (!isFirst && (isHeld || full.has(provider) || limiter.readyAt(provider, now * 1000) !== 0)) {
        full.add(isHeld ? '' : provider);
        left.push(index);
        continue;
      }
      running.push({ index, ends: now + secondsOf(clip), place: limiter.enter(provider, { isAccepted: true }) });
    }
    waiting = left;
    const next = running.reduce((first, one) => (one.ends < first.ends ? one : first), running[0]!);
    // Clips that wait for one that is not in the list would wait for ever.
    if (next === undefined) break;
    now = next.ends;
    endsAt[next.index] = now;
    running = running.filter((one) => one !== next);
    next.place.leave('completed');
  }
  return now;
}

/** The part of a model's id before the slash: whose servers it runs on, as far as is known. */
export function providerOf(model: string): string {
  return model.split('/')[0] ?? model;
}
