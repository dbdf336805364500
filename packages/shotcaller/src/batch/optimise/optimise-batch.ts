import type { Selection } from '@shotcaller/core';
import { picoFromUsd } from '../../jobs/money/pico.ts';
import type { Shot, ShotList } from '../list/shot.ts';
import type { BatchPlan, Optimum } from '../plan/batch-plan.ts';
import { type PlanBatchOptions, type PlanParts, planBatch } from '../plan/plan-batch.ts';
import { type Candidate, type Kind, kindsOf } from './kinds.ts';
import { NoBatchFitsError } from './no-batch-fits.ts';
import { type KnapsackAnswer, solveKnapsack } from './solve.ts';

/** What the whole batch is to be best at, and within what. */
export interface BatchObjective {
  /** `quality`: the best ratings within the limits; `cost`: the least money within them. */
  readonly objective: 'quality' | 'cost';
  /** Most that all clips together may cost, in dollars, by their upper prices. */
  readonly totalUsd?: string | undefined;
  /** Least mean rating of the clips. */
  readonly meanQuality?: number | undefined;
  /** Nine of ten such batches end by then, in seconds from the first submit. Needs a fixed concurrency. */
  readonly finishSeconds?: number | undefined;
  /** Longest that the solver may search. Default 10. */
  readonly timeLimitSeconds?: number;
}

/** Chooses models for all shots together, instead of the best one for each alone. */
export async function optimiseBatch(
  list: ShotList,
  parts: PlanParts,
  options: PlanBatchOptions,
  wanted: BatchObjective,
): Promise<BatchPlan> {
  const choices: { readonly shot: Shot; readonly candidates: readonly Candidate[] }[] = [];
  const withTime = wanted.finishSeconds !== undefined;
  const open = await planBatch(list, parts, {
    ...options,
    pick: (shot, selection) => {
      choices.push({ shot, candidates: candidatesOf(selection) });
      return undefined;
    },
  });
  const free = choices.filter(({ candidates }) => candidates.length > 0);
  if (free.length === 0) return open;
  const kinds = kindsOf(
    free.map(({ candidates }) => candidates),
    withTime,
  );
  const slots = options.concurrency;
  if (withTime && slots === undefined) {
    throw new NoBatchFitsError(
      'A finish time needs a fixed number of clips at once: add --concurrency N. Nothing was bought.',
    );
  }
  // Whatever is fixed already takes its part of the money: what was bought, further takes, shots with a model of their own.
  const ledger = await parts.jobs.ledger();
  const freeShots = new Set(free.map(({ shot }) => shot.id));
  let fixedPico = await ledger.bookedPico({
    service: parts.service,
    owner: options.owner ?? '',
    batch: list.name,
  });
  for (const { outcome, shot, take } of open.clips) {
    if (outcome.kind === 'to_buy' && !(take === 1 && freeShots.has(shot))) {
      fixedPico += picoFromUsd(outcome.price.highUsd ?? '0');
    }
  }
  let room = withTime ? wanted.finishSeconds! * slots! : null;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answer = await solveKnapsack({
      kinds,
      objective: wanted.objective,
      totalPico: wanted.totalUsd === undefined ? null : picoFromUsd(wanted.totalUsd) - fixedPico,
      meanQuality: wanted.meanQuality ?? null,
      totalSeconds: room,
      timeLimitSeconds: wanted.timeLimitSeconds ?? 10,
    });
    if (answer === null) break;
    const models = modelsOf(kinds, answer);
    const chosen = new Map(free.map(({ shot }, place) => [shot.id, models.get(place)]));
    const plan = await planBatch(list, parts, { ...options, pick: (shot) => chosen.get(shot.id) });
    const { time } = plan.total;
    const late = withTime && time !== null ? time.p90Seconds / wanted.finishSeconds! : 0;
    if (late <= 1) {
      return withReasons({ ...plan, optimum: optimumOf(kinds, answer, wanted, free.length) }, freeShots, wanted);
    }
    room = (room ?? 0) / (late * 1.02);
  }
  throw new NoBatchFitsError(
    `No choice of models stays within these limits${wanted.totalUsd === undefined ? '' : ` ($${wanted.totalUsd} in total)`}. Nothing was bought. Raise a limit, or leave shots out.`,
  );
}

const mostTries = 8;

function candidatesOf({ ranked }: Selection): readonly Candidate[] {
  return ranked.flatMap(({ model, price, quality, speed }) =>
    price.highUsd === null
      ? []
      : [{ model, costPico: picoFromUsd(price.highUsd), quality, seconds: meanSeconds(speed) }],
  );
}

/** Of a log-normal time. */
function meanSeconds({ p50Seconds, p90Seconds }: { readonly p50Seconds: number; readonly p90Seconds: number }): number {
  const deviation = Math.log(p90Seconds / p50Seconds) / 1.2815515655;
  return p50Seconds * Math.exp(deviation ** 2 / 2);
}

function modelsOf(kinds: readonly Kind[], { counts }: KnapsackAnswer): ReadonlyMap<number, string> {
  const models = new Map<number, string>();
  for (const [kind, { shots, candidates }] of kinds.entries()) {
    // Equal shots of one kind are told apart by their place in the list alone: the better models go first.
    const order = candidates.flatMap(({ model }, place) =>
      Array.from({ length: counts[kind]?.[place] ?? 0 }, () => model),
    );
    for (const [index, place] of shots.entries()) models.set(place, order[index] ?? candidates[0]!.model);
  }
  return models;
}

function optimumOf(
  kinds: readonly Kind[],
  { status, reached, bound, counts }: KnapsackAnswer,
  { objective }: BatchObjective,
  shots: number,
): Optimum {
  const per = objective === 'quality' ? shots : 1;
  return {
    objective,
    status,
    reached: reached / per,
    bound: bound / per,
    kinds: kinds.length,
    candidates: kinds.reduce((sum, { candidates }) => sum + candidates.length, 0),
    ties: kinds.flatMap(({ candidates }, kind) => tiesOf(candidates, counts[kind] ?? [])),
  };
}

/** Models that were taken although a cheaper one may be as good: the intervals of their ratings overlap. */
function tiesOf(candidates: readonly Candidate[], counts: readonly number[]): Optimum['ties'] {
  return candidates.flatMap((taken, place) => {
    const shots = counts[place] ?? 0;
    const other = candidates.find(
      ({ model, costPico, quality }) =>
        model !== taken.model && costPico < taken.costPico && quality.high >= taken.quality.low,
    );
    return shots > 0 && other ? [{ shots, model: taken.model, as: other.model }] : [];
  });
}

function withReasons(plan: BatchPlan, shots: ReadonlySet<string>, { objective }: BatchObjective): BatchPlan {
  const why = { code: 'within_total', objective: objective === 'quality' ? 'best quality' : 'least cost' } as const;
  const clips = plan.clips.map((clip) =>
    clip.outcome.kind === 'to_buy' && clip.take === 1 && shots.has(clip.shot) && clip.outcome.why.code !== 'named'
      ? { ...clip, outcome: { ...clip.outcome, why } }
      : clip,
  );
  return { ...plan, clips };
}
