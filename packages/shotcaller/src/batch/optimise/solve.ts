import { atFirstUse } from '../../first-use.ts';
import type { Kind } from './kinds.ts';

export interface KnapsackQuestion {
  readonly kinds: readonly Kind[];
  readonly objective: 'quality' | 'cost';
  /** Most that all upper prices together may be, in pico-dollars. */
  readonly totalPico: bigint | null;
  /** Least mean rating of the shots. */
  readonly meanQuality: number | null;
  /** Most that the mean seconds of all shots together may be. */
  readonly totalSeconds: number | null;
  readonly timeLimitSeconds: number;
}

export interface KnapsackAnswer {
  readonly status: 'optimal' | 'time_limit';
  /** How many shots of each kind go to each of its candidates. */
  readonly counts: readonly (readonly number[])[];
  /** The sum of the objective, and what no choice could exceed: points, or dollars. */
  readonly reached: number;
  readonly bound: number;
}

/** The solver counts in millionths of a dollar; what is beyond that is checked in exact money. */
const picoPerUnit = 1_000_000n;

/**
 * Chooses a model for every shot at once: a multiple-choice knapsack, exact. `null`: no choice keeps the limits. The solver is loaded here
 * and nowhere else.
 */
export async function solveKnapsack(question: KnapsackQuestion): Promise<KnapsackAnswer | null> {
  const highs = await loadedHighs();
  let roomPico = question.totalPico;
  // Costs are rounded up for the solver, so the exact sum keeps the limit at the first try; the check stays, for money is at stake.
  for (;;) {
    const answer = solveOnce(highs, { ...question, totalPico: roomPico });
    if (answer === null || question.totalPico === null) return answer;
    const sumPico = costOf(question.kinds, answer.counts);
    if (sumPico <= question.totalPico) return answer;
    roomPico = (roomPico ?? 0n) - (sumPico - question.totalPico) - picoPerUnit;
  }
}

export function costOf(kinds: readonly Kind[], counts: readonly (readonly number[])[]): bigint {
  return kinds.reduce(
    (sum, { candidates }, kind) =>
      candidates.reduce((part, { costPico }, place) => part + costPico * BigInt(counts[kind]?.[place] ?? 0), sum),
    0n,
  );
}

/** Once a process: the program is compiled when it is loaded. */
const loadedHighs = atFirstUse(async () => {
  const { default: loadHighs } = await import('highs');
  return loadHighs();
});

type Highs = Awaited<ReturnType<typeof import('highs')['default']>>;

function solveOnce(highs: Highs, question: KnapsackQuestion): KnapsackAnswer | null {
  const { kinds, objective } = question;
  const data = linearProgram(question);
  return highs.withModel({ format: 'lp', data }, (model): KnapsackAnswer | null => {
    model.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 0,
      time_limit: question.timeLimitSeconds,
      random_seed: 1,
    });
    model.run();
    const solution = model.getSolution().colValue;
    const reached = model.getObjectiveValue();
    const bound = Number(model.info.get('mip_dual_bound'));
    if (!Number.isFinite(reached) || solution.length === 0) return null;
    const counts = kinds.map(({ candidates }, kind) =>
      candidates.map((_, place) => Math.round(solution[model.getColByName(nameOf(kind, place))] ?? 0)),
    );
    const isWhole = counts.every(
      (row, kind) => row.reduce((sum, count) => sum + count, 0) === kinds[kind]!.shots.length,
    );
    if (!isWhole) return null;
    const scale = objective === 'cost' ? 1 / 1e6 : 1;
    const isOptimal = Math.abs(bound - reached) <= 1e-6 * Math.max(1, Math.abs(reached));
    return {
      status: isOptimal ? 'optimal' : 'time_limit',
      counts,
      reached: reached * scale,
      bound: bound * scale,
    };
  });
}

function nameOf(kind: number, place: number): string {
  return `x${kind}_${place}`;
}

function linearProgram({ kinds, objective, totalPico, meanQuality, totalSeconds }: KnapsackQuestion): string {
  const terms = (value: (kind: number, place: number) => number) =>
    kinds
      .flatMap(({ candidates }, kind) => candidates.map((_, place) => `${value(kind, place)} ${nameOf(kind, place)}`))
      .join('\n + ');
  const candidate = (kind: number, place: number) => kinds[kind]!.candidates[place]!;
  const cost = (kind: number, place: number) =>
    Number((candidate(kind, place).costPico + picoPerUnit - 1n) / picoPerUnit);
  const quality = (kind: number, place: number) => candidate(kind, place).quality.rating;
  const shots = kinds.reduce((sum, kind) => sum + kind.shots.length, 0);
  const rows = [
    ...kinds.map(
      ({ candidates, shots: own }, kind) =>
        `k${kind}: ${candidates.map((_, place) => nameOf(kind, place)).join(' + ')} = ${own.length}`,
    ),
    ...(totalPico === null ? [] : [`money: ${terms(cost)} <= ${totalPico / picoPerUnit}`]),
    ...(meanQuality === null ? [] : [`quality: ${terms(quality)} >= ${meanQuality * shots}`]),
    ...(totalSeconds === null
      ? []
      : [`time: ${terms((kind, place) => candidate(kind, place).seconds)} <= ${totalSeconds}`]),
  ];
  const names = kinds.flatMap(({ candidates }, kind) => candidates.map((_, place) => nameOf(kind, place)));
  const bounds = kinds.flatMap(({ candidates, shots: own }, kind) =>
    candidates.map((_, place) => `0 <= ${nameOf(kind, place)} <= ${own.length}`),
  );
  return [
    objective === 'quality' ? 'Maximize' : 'Minimize',
    `goal: ${terms(objective === 'quality' ? quality : cost)}`,
    'Subject To',
    ...rows,
    'Bounds',
    ...bounds,
    'Generals',
    ...names,
    'End',
  ].join('\n');
}
