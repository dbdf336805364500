import type {
  Evidence,
  Latency,
  ModelLine,
  OutcomeCount,
  OwnRun,
  QualityEstimate,
  Rating,
  SpeedEstimate,
} from './evidence.ts';

/** The observations of one evidence object by model, and the estimates already made from it. */
export interface EvidenceLookup {
  readonly ratings: ReadonlyMap<string, readonly Rating[]>;
  readonly latencies: ReadonlyMap<string, readonly Latency[]>;
  readonly runs: ReadonlyMap<string, readonly OwnRun[]>;
  readonly outcomes: ReadonlyMap<string, readonly OutcomeCount[]>;
  readonly lines: ReadonlyMap<string, ModelLine>;
  readonly qualities: Map<string, QualityEstimate>;
  readonly speeds: Map<string, SpeedEstimate>;
}

/** Indexed once per object: an `Evidence` is never mutated, so what was worked out from it stays true. */
export function lookupOf(evidence: Evidence): EvidenceLookup {
  const known = lookups.get(evidence);
  if (known) return known;
  const lookup: EvidenceLookup = {
    ratings: byModel(evidence.ratings.ratings),
    latencies: byModel(evidence.latencies.latencies),
    runs: byModel(evidence.runs ?? []),
    outcomes: byModel([...evidence.latencies.outcomes, ...(evidence.outcomes ?? [])]),
    lines: new Map(evidence.siblings.lines.flatMap((line) => line.models.map((model) => [model, line] as const))),
    qualities: new Map(),
    speeds: new Map(),
  };
  lookups.set(evidence, lookup);
  return lookup;
}

/** The estimate under `key`, made once. The store is emptied when it has grown past any real catalogue. */
export function remember<T>(store: Map<string, T>, key: string, make: () => T): T {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (store.size >= mostRemembered) store.clear();
  store.set(key, made);
  return made;
}

const mostRemembered = 10_000;

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
