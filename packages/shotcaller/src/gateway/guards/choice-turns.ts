import { createTurns, type TakeTurn } from '../../outbound/turns.ts';
import type { GatewayOptions, Limits } from '../options.ts';

/**
 * Choosing a model is work for the processor, and nobody else is answered meanwhile. The choices of one client key take turns, and
 * after each the key rests for as long as the choice took, so that one key has at most about half of the processor. In local mode
 * there is one user, who need not wait.
 */
export interface ChoiceTurns {
  /** Runs a choice in its key's turn; `undefined`: so many of the key's wait already that this one is turned away. */
  take<Answer>(owner: string, choose: () => Promise<Answer>): Promise<Answer> | undefined;
  /** The same for what is part of an order, which waits however many there are. */
  wait<Answer>(owner: string, choose: () => Promise<Answer>): Promise<Answer>;
}

/** A turn that had to wait for something else, such as the disk, is not answered with a rest without end. */
const longestRestMs = 1000;

interface OfKey {
  readonly inTurn: TakeTurn;
  /** Choices that wait or run. */
  atWork: number;
  /** `atWork`, and the one that rests. */
  held: number;
}

export function createChoiceTurns(
  { mode, clock }: Pick<GatewayOptions, 'mode' | 'clock'>,
  { maxChoicesPerKey }: Pick<Limits, 'maxChoicesPerKey'>,
): ChoiceTurns {
  const byOwner = new Map<string, OfKey>();

  function ofKey(owner: string): OfKey {
    const known = byOwner.get(owner);
    if (known) return known;
    const made = { inTurn: createTurns(1), atWork: 0, held: 0 };
    byOwner.set(owner, made);
    return made;
  }

  function wait<Answer>(owner: string, choose: () => Promise<Answer>): Promise<Answer> {
    if (mode === 'local') return choose();
    const key = ofKey(owner);
    key.atWork += 1;
    key.held += 1;
    return new Promise((resolve, reject) => {
      void key.inTurn(async () => {
        const startMs = clock.now();
        await choose().then(resolve, reject);
        key.atWork -= 1;
        await clock.sleep(Math.min(longestRestMs, Math.max(0, clock.now() - startMs))).catch(() => undefined);
        key.held -= 1;
        if (key.held === 0) byOwner.delete(owner);
      });
    });
  }

  return {
    wait,
    take(owner, choose) {
      const isFull = (byOwner.get(owner)?.atWork ?? 0) >= maxChoicesPerKey;
      return isFull ? undefined : wait(owner, choose);
    },
  };
}
