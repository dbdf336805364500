import { estimateQuality } from '@shotcaller/core';
import { useCallback, useState } from 'react';
import { useGateway } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { TakeView } from './shot-view.ts';
import type { RatingChange } from './vote-result.tsx';

export interface VoteTold {
  readonly isNew: boolean;
  readonly changes: readonly RatingChange[];
}

/** Votes for one of several finished takes; `null` as the best says that none is better. */
export function useVote(now: string): {
  readonly told: VoteTold | null;
  readonly failure: string | null;
  /** Answers whether the server has the vote. */
  readonly vote: (takes: readonly TakeView[], best: TakeView | null) => Promise<boolean>;
} {
  const { ground, learn } = useGateway();
  const [told, setTold] = useState<VoteTold | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const vote = useCallback(
    async (takes: readonly TakeView[], best: TakeView | null) => {
      setFailure(null);
      try {
        const changes = new Map<string, RatingChange>();
        let isNew = false;
        for (const [one, other] of pairsOf(takes, best)) {
          const jobs: [string, string] = [one.heard!.job.id, other.heard!.job.id];
          const answer = await gateway.vote({ jobs, better: best === null ? null : best.heard!.job.id });
          isNew ||= answer.recorded;
          for (const { model, rating, votes } of answer.ratings) {
            const before =
              changes.get(model)?.before ??
              estimateQuality({ id: model }, questionOf(takes, now), ground.evidence).rating;
            changes.set(model, { model, before, after: rating, votes });
          }
        }
        setTold({ isNew, changes: [...changes.values()] });
        await learn();
        return true;
      } catch (error) {
        setFailure((error as Error).message);
        return false;
      }
    },
    [ground, learn, now],
  );
  return { told, failure, vote };
}

/** The best against every other; without a best every two of them. Two clips of one model say nothing about models. */
function pairsOf(takes: readonly TakeView[], best: TakeView | null): readonly (readonly [TakeView, TakeView])[] {
  const pairs = best
    ? takes.filter(({ key }) => key !== best.key).map((other) => [best, other] as const)
    : takes.flatMap((one, at) => takes.slice(at + 1).map((other) => [one, other] as const));
  return pairs.filter(([one, other]) => one.model !== other.model);
}

function questionOf(takes: readonly TakeView[], now: string) {
  const hasPicture = takes.some(({ heard }) => heard?.job.clip.hasPicture);
  return {
    mode: hasPicture ? ('image' as const) : ('text' as const),
    task: 'generate' as const,
    resolution: null,
    durationSeconds: null,
    now,
  };
}
