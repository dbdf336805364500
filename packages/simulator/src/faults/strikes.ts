import { randomFor } from '../random.ts';
import type { Effect } from './effects.ts';
import type { Fault } from './parse.ts';
import { scenarios } from './scenarios.ts';

/** Decides, the same way for the same seed, when a fault strikes. */
export interface Strikes {
  /** The first effect at this step that strikes the subject now; counts it. */
  strike<At extends Effect['at']>(
    faults: readonly Fault[],
    at: At,
    subject: string,
    accept?: (effect: Extract<Effect, { at: At }>) => boolean,
  ): Extract<Effect, { at: At }> | undefined;
  /** Every effect at this step that holds for the subject for good (bodies, bills, webhooks): no counting. */
  standing<At extends Effect['at']>(
    faults: readonly Fault[],
    at: At,
    subject: string,
  ): readonly Extract<Effect, { at: At }>[];
  reset(): void;
}

/** The most subjects remembered; the oldest is forgotten first. */
const mostSubjects = 100_000;

export function createStrikes(seed: number): Strikes {
  const counts = new Map<string, { attempts: number; hits: number }>();

  return {
    strike(faults, at, subject, accept = () => true) {
      for (const fault of faults) {
        const effect = effectAt(fault, at);
        if (!effect || !accept(effect)) continue;
        const key = `${fault.name} ${subject}`;
        const count = counts.get(key) ?? { attempts: 0, hits: 0 };
        if (count.hits >= fault.times) continue;
        const hit = randomFor(seed, key, count.attempts)() < fault.rate;
        counts.set(key, { attempts: count.attempts + 1, hits: count.hits + (hit ? 1 : 0) });
        if (counts.size > mostSubjects) counts.delete(counts.keys().next().value!);
        if (hit) return effect;
      }
      return undefined;
    },
    standing(faults, at, subject) {
      return faults.flatMap((fault) => {
        const effect = effectAt(fault, at);
        return effect && randomFor(seed, fault.name, subject)() < fault.rate ? [effect] : [];
      });
    },
    reset: () => counts.clear(),
  };
}

function effectAt<At extends Effect['at']>(fault: Fault, at: At): Extract<Effect, { at: At }> | undefined {
  const effect: Effect = scenarios[fault.name].effect;
  return effect.at === at ? (effect as Extract<Effect, { at: At }>) : undefined;
}
