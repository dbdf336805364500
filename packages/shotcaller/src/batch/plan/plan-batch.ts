import {
  type Brief,
  type ChoiceGround,
  findModel,
  isRefused,
  nearMisses,
  type Plan,
  type Selection,
  usdLess,
} from '@shotcaller/core';
import type { Choice } from '../../choice/choice.ts';
import { sha256Of } from '../../disk/sha256-of.ts';
import { dataPictureFindings } from '../../inputs/data-pictures.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import type { TakeTurn } from '../../outbound/turns.ts';
import type { Shot, ShotList } from '../list/shot.ts';
import { shotKey } from '../list/shot-hash.ts';
import { type ClipJob, findClipJob } from '../run/clip-job.ts';
import {
  type BatchPlan,
  type BatchTotal,
  type ClipOutcome,
  type ClipToBuy,
  type Continuation,
  modelOf,
  type NearestFit,
  type Obstacle,
  type PlannedClip,
  toBuyOf,
} from './batch-plan.ts';
import { forecast } from './forecast.ts';
import { type RenamedShots, renamedShots } from './renamed-shots.ts';
import { shotReason } from './shot-reason.ts';
import { timedClips } from './timed-clips.ts';

/** What planning needs. It buys nothing. */
export interface PlanParts {
  readonly choice: Choice;
  readonly jobs: Jobs;
  readonly service: string;
  /** ISO 8601. */
  readonly now: () => string;
  /** Whether ffmpeg is on the PATH: it takes the last frame of a clip. */
  readonly hasFfmpeg: () => Promise<boolean>;
}

/** How the shots of a list are planned. Nothing here is required. */
export interface PlanBatchOptions {
  /** Whose jobs they are. Default: the user of this process. */
  readonly owner?: string;
  /** Most that the whole batch may cost, in dollars. Default: no limit but the caps. */
  readonly maxUsd?: string | undefined;
  /** Clips at once. Default: learnt from what the service takes. */
  readonly concurrency?: number | undefined;
  /** Each shot is planned in it. Default: at once. */
  readonly inTurn?: TakeTurn;
  /** Takes the place of the first-ranked model of a shot that names none. Default: the first-ranked. */
  readonly pick?: (shot: Shot, selection: Selection) => string | undefined;
}

/** A picture that is not there yet: the frame of a clip that is still to be made. */
const frameToCome = 'https://shotcaller.invalid/frame-to-come.png';

/** Chooses a model for every shot of a list, prices the whole, and reckons how long it takes. */
export async function planBatch(list: ShotList, parts: PlanParts, options: PlanBatchOptions = {}): Promise<BatchPlan> {
  const { inTurn = (work) => work() } = options;
  const ground = await parts.choice.ground();
  const renamed = await renamedShots(list, { ...parts, owner: options.owner ?? '' });
  const clips: PlannedClip[] = [];
  const first = new Map<string, PlannedClip>();
  // A shot that goes on from another one comes after it.
  for (const shot of inOrderOfContinuing(list.shots)) {
    const before = shot.continues === null ? null : (first.get(shot.continues) ?? null);
    for (let take = 1; take <= shot.takes; take += 1) {
      const clip = await inTurn(() => planClip(list.name, shot, take, before, ground, { ...parts, renamed }, options));
      if (take === 1) first.set(shot.id, clip);
      clips.push(clip);
    }
  }
  const place = new Map(list.shots.map(({ id }, index) => [id, index]));
  clips.sort((one, other) => place.get(one.shot)! - place.get(other.shot)! || one.take - other.take);
  const { concurrency, maxUsd } = options;
  const ledger = await parts.jobs.ledger();
  return {
    kind: 'batch_plan',
    version: 1,
    name: list.name,
    service: parts.service,
    plannedAt: parts.now(),
    catalog: { source: ground.catalog.source, asOf: ground.catalog.asOf, models: ground.catalog.models.length },
    evidence: { version: ground.evidence.goalposts.version, asOf: ground.evidence.goalposts.asOf },
    ...(maxUsd !== undefined && { maxUsd }),
    ...(concurrency !== undefined && { concurrency }),
    clips,
    total: totalOf(clips, {
      bookedPico: await ledger.bookedPico({ service: parts.service, owner: options.owner ?? '', batch: list.name }),
      concurrency,
      spreadWithinModel: ground.evidence.goalposts.constants.speedWithinModel.value,
    }),
  };
}

function inOrderOfContinuing(shots: readonly Shot[]): readonly Shot[] {
  const byId = new Map(shots.map((shot) => [shot.id, shot]));
  const ordered = new Set<Shot>();
  const add = (shot: Shot) => {
    const before = shot.continues === null ? undefined : byId.get(shot.continues);
    if (before && !ordered.has(before)) add(before);
    ordered.add(shot);
  };
  for (const shot of shots) add(shot);
  return [...ordered];
}

async function planClip(
  batch: string,
  shot: Shot,
  take: number,
  before: PlannedClip | null,
  ground: ChoiceGround,
  parts: PlanParts & { readonly renamed: RenamedShots },
  { owner = '', pick }: PlanBatchOptions,
): Promise<PlannedClip> {
  const { id, line, hash, otherHashes, fallback, note } = shot;
  const seeded = withTakesSeed(shot.brief, take);
  const factsOf = (known: string) => {
    const key = shotKey(batch, { id, hash: known }, take);
    return { shot: id, take, line, key, hash: known, fallback, note };
  };
  for (const known of new Set([hash, ...otherHashes])) {
    const facts = factsOf(known);
    const outcome = boughtBefore(await findClipJob(parts.jobs, { service: parts.service, owner, key: facts.key }));
    if (!outcome) continue;
    const continues = before ? ({ shot: before.shot, how: 'last_frame' } as const) : null;
    return { ...facts, brief: seeded, continues, outcome };
  }
  const facts = factsOf(hash);
  const going = before === null ? null : await continuationOf(seeded, before, ground, parts);
  if (going && 'lacks' in going) {
    const outcome = { kind: 'cannot_continue', model: modelOf(before!) ?? '', lacks: going.lacks } as const;
    return { ...facts, brief: seeded, continues: null, outcome };
  }
  const brief = going?.brief ?? seeded;
  const asked = await parts.choice.plan(brief);
  const isFree = take === 1 && brief.model === null;
  const wanted = isFree ? pick?.(shot, asked.selection) : wantedModel(asked.selection, brief, take);
  const planned = wanted === undefined ? asked : await parts.choice.plan({ ...brief, model: wanted });
  const continues = going?.continues ?? null;
  if (planned.kind === 'no_plan') {
    return { ...facts, brief, continues, outcome: { kind: 'no_model', ...whyNot(planned.selection, ground, brief) } };
  }
  // Pictures behind URLs are fetched when it is bought.
  const findings = [...planned.findings, ...dataPictureFindings(brief.requirements)];
  if (isRefused(findings)) {
    const outcome = { kind: 'request_refused', model: planned.model, findings } as const;
    return { ...facts, brief, continues, outcome };
  }
  const boughtAs = await parts.renamed(hash, take);
  const leastUsd = isFree ? leastUsdOf(asked.selection) : undefined;
  const outcome = {
    ...toBuy(planned, asked.selection, brief, continues),
    ...(leastUsd !== undefined && { leastUsd }),
    ...(findings.length > 0 && { warnings: findings }),
    ...(boughtAs && { boughtAs }),
  };
  return { ...facts, brief, continues, outcome };
}

function boughtBefore({ found, archived }: ClipJob): Extract<ClipOutcome, { kind: 'bought' }> | undefined {
  if (found) {
    const { attempt, job } = found;
    return { kind: 'bought', jobId: job.id, status: attempt.state, model: attempt.model };
  }
  if (!archived) return undefined;
  // What an earlier version archived had ended; how, is in its file.
  const { jobId, state, model, file } = archived;
  return { kind: 'bought', jobId, status: state ?? 'done', model: model ?? 'unknown', archivedIn: file };
}

/** Takes of a named seed differ in it. */
function withTakesSeed(brief: Brief, take: number): Brief {
  const { seed } = brief.requirements;
  if (take === 1 || seed === undefined) return brief;
  return { ...brief, requirements: { ...brief.requirements, seed: seed + take - 1 } };
}

/** Further takes are made by further models, as far as there are any. */
function wantedModel({ ranked }: Selection, { model }: Brief, take: number): string | undefined {
  if (take === 1 || model !== null || ranked.length === 0) return undefined;
  return ranked[(take - 1) % ranked.length]?.model;
}

function leastUsdOf({ ranked }: Selection): string | undefined {
  const prices = ranked.flatMap(({ price }) => price.highUsd ?? []);
  return prices.length === 0 ? undefined : prices.reduce((least, usd) => (usdLess(usd, least) ? usd : least));
}

function toBuy(
  { model, price, expectedTime, body }: Plan,
  { ranked, ...selection }: Selection,
  brief: Brief,
  continues: Continuation | null,
): ClipToBuy {
  const rank = ranked.findIndex((entry) => entry.model === model);
  const quality = ranked[rank]?.quality;
  return {
    kind: 'to_buy',
    model,
    price,
    expectedTime,
    requestSha256: continues === null ? requestSha256(body) : null,
    why: shotReason({ ranked, ...selection }, brief.model !== null, Math.max(0, rank)),
    quality: quality ? { low: quality.low, rating: quality.rating, high: quality.high } : null,
  };
}

export function requestSha256(body: Plan['body']): string {
  return sha256Of(JSON.stringify(body));
}

/** How a shot can go on from the clip before it: by its last frame where ffmpeg is here, else by the task of the API. */
async function continuationOf(
  brief: Brief,
  before: PlannedClip,
  ground: ChoiceGround,
  { choice, hasFfmpeg }: PlanParts,
): Promise<{ readonly brief: Brief; readonly continues: Continuation } | { readonly lacks: 'ffmpeg' | 'first_frame' }> {
  const { requirements } = brief;
  const byFrame: Brief = { ...brief, requirements: { ...requirements, firstFrame: { url: frameToCome } } };
  const canFrame = (await choice.plan(byFrame)).kind === 'plan';
  if (canFrame && (await hasFfmpeg())) return { brief: byFrame, continues: { shot: before.shot, how: 'last_frame' } };
  const model = modelOf(before);
  const byTask: Brief = {
    ...brief,
    // The service continues a job on the model that made it.
    model: model === null ? null : (findModel(ground.catalog, model)?.id ?? model),
    requirements: { ...requirements, task: 'continue', previousJobId: 'to-come' },
  };
  if (model !== null && (await choice.plan(byTask)).kind === 'plan') {
    return { brief: byTask, continues: { shot: before.shot, how: 'task' } };
  }
  return { lacks: canFrame ? 'ffmpeg' : 'first_frame' };
}

/** What stands in the way, the most frequent first, and the smallest changes that would help. */
function whyNot(
  { rejected, unknown, requirements }: Selection,
  { catalog }: ChoiceGround,
  { model }: Brief,
): { readonly obstacles: readonly Obstacle[]; readonly nearest: readonly NearestFit[] } {
  const named = model === null ? undefined : findModel(catalog, model)?.id;
  const of = <Entry extends { readonly model: string }>(entries: readonly Entry[]) =>
    entries.filter((entry) => named === undefined || entry.model === named);
  const counts = new Map<string, Obstacle>();
  for (const { reasons } of [...of(rejected), ...of(unknown)]) {
    for (const reason of reasons) {
      if (named === undefined && reason.code === 'model_denied') continue;
      const known = counts.get(reason.code) ?? { reason, models: 0 };
      counts.set(reason.code, { ...known, models: known.models + 1 });
    }
  }
  const nearest = nearMisses(of(rejected), requirements)
    .near.slice(0, mostNearest)
    .map((entry) => ({ model: entry.model, changes: entry.nearest }));
  return { obstacles: [...counts.values()].sort((one, other) => other.models - one.models), nearest };
}

const mostNearest = 3;

/** The sums of a plan. Exact: money is added up in pico-dollars. */
function totalOf(
  clips: readonly PlannedClip[],
  {
    bookedPico,
    ...options
  }: {
    readonly bookedPico: bigint;
    readonly concurrency?: number | undefined;
    readonly spreadWithinModel: number;
  },
): BatchTotal {
  const toBuy = toBuyOf(clips);
  const known = toBuy.filter(({ price }) => price.highUsd !== null);
  const sum = (field: 'lowUsd' | 'expectedUsd' | 'highUsd') =>
    usdFromPico(known.reduce((total, { price }) => total + picoFromUsd(price[field] ?? price.highUsd ?? '0'), 0n));
  const bought = clips.filter(({ outcome }) => outcome.kind === 'bought').length;
  return {
    lowUsd: sum('lowUsd'),
    expectedUsd: sum('expectedUsd'),
    highUsd: sum('highUsd'),
    bookedUsd: usdFromPico(bookedPico),
    unknownPrices: toBuy.length - known.length,
    toBuy: toBuy.length,
    bought,
    impossible: clips.length - toBuy.length - bought,
    time: toBuy.length === 0 ? null : forecast(timedClips(clips), options),
  };
}
