import { dateOf } from './days.ts';
import type {
  Evidence,
  EvidenceQuestion,
  Latency,
  ModelLine,
  OutcomeCount,
  OwnRun,
  QualityEstimate,
  Rating,
  SpeedEstimate,
} from './evidence.ts';
import { inFixedOrder, ratingOrder, runOrder, timeOrder } from './fixed-order.ts';
import { type Makes, makesOf } from './line.ts';

/** The observations of one evidence object by model, and the estimates already made from it. */
export interface EvidenceLookup {
  readonly ratings: ReadonlyMap<string, readonly Rating[]>;
  readonly latencies: ReadonlyMap<string, readonly Latency[]>;
  readonly runs: ReadonlyMap<string, readonly OwnRun[]>;
  readonly outcomes: ReadonlyMap<string, readonly OutcomeCount[]>;
  readonly lines: ReadonlyMap<string, ModelLine>;
  readonly lineMakes: Makes;
  readonly ratedMakes: Makes;
  /** Models about whose ratings or times anything at all is known. */
  readonly rated: ReadonlySet<string>;
  readonly timed: ReadonlySet<string>;
  readonly byQuestion: Map<string, Estimates>;
  /** The last few questions: one is asked of many models, and beside it those about a clip that a model could make instead. */
  readonly recent: { readonly asked: EvidenceQuestion; readonly estimates: Estimates }[];
}

/** What was estimated for one question, by model: to be added to. */
export interface Estimates {
  readonly qualities: Map<string, QualityEstimate>;
  readonly speeds: Map<string, SpeedEstimate>;
  /** Ratings with own votes counted in, of the models that were compared. */
  readonly byVotes: Map<string, QualityEstimate>;
}

/** Indexed once per object: an `Evidence` is never mutated, so what was worked out from it stays true. */
export function lookupOf(evidence: Evidence): EvidenceLookup {
  const known = lookups.get(evidence);
  if (known) return known;
  const ratings = byModel(inFixedOrder(evidence.ratings.ratings, ratingOrder));
  const latencies = byModel(inFixedOrder(evidence.latencies.latencies, timeOrder));
  const runs = byModel(inFixedOrder(evidence.runs ?? [], runOrder));
  const outcomes = byModel([...evidence.latencies.outcomes, ...(evidence.outcomes ?? [])]);
  const lines = new Map(
    evidence.siblings.lines
      .map((line) => ({ ...line, models: [...line.models].sort() }))
      .flatMap((line) => line.models.map((model) => [model, line] as const)),
  );
  const lookup: EvidenceLookup = {
    ratings,
    latencies,
    runs,
    outcomes,
    lines,
    lineMakes: makesOf(lines.keys()),
    ratedMakes: makesOf(ratings.keys()),
    rated: new Set([...ratings.keys(), ...Object.keys(evidence.siblings.ratedParent)]),
    timed: new Set([...latencies.keys(), ...runs.keys(), ...outcomes.keys(), ...lines.keys()]),
    byQuestion: new Map(),
    recent: [],
  };
  lookups.set(evidence, lookup);
  return lookup;
}

/** The estimates made so far for this question. Ages count whole days, so a day is one question. */
export function estimatesFor(lookup: EvidenceLookup, question: EvidenceQuestion): Estimates {
  const { byQuestion, recent } = lookup;
  for (const { asked, estimates } of recent) if (isSameQuestion(asked, question)) return estimates;
  const { mode, task, resolution, durationSeconds, tag, now } = question;
  const key = `${mode} ${task} ${resolution} ${durationSeconds} ${dateOf(now)} ${tag ?? ''}`;
  let estimates = byQuestion.get(key);
  if (!estimates) {
    if (byQuestion.size >= mostQuestions) byQuestion.clear();
    estimates = { qualities: new Map(), speeds: new Map(), byVotes: new Map() };
    byQuestion.set(key, estimates);
  }
  recent.unshift({ asked: { ...question }, estimates });
  recent.splice(mostRecent);
  return estimates;
}

/** A server asks a few dozen a day; beyond this the store starts anew. */
const mostQuestions = 500;
const mostRecent = 8;

function isSameQuestion(one: EvidenceQuestion, other: EvidenceQuestion): boolean {
  return (
    one.now === other.now &&
    one.mode === other.mode &&
    one.task === other.task &&
    one.resolution === other.resolution &&
    one.durationSeconds === other.durationSeconds &&
    one.tag === other.tag
  );
}

const lookups = new WeakMap<Evidence, EvidenceLookup>();

function byModel<T extends { readonly model: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.model);
    if (group) group.push(row);
    else groups.set(row.model, [row]);
  }
  return groups;
}
