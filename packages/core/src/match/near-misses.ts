import { isRecord } from '../requirements/field.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { aspectRatioValue, parseSize, shortSideOf } from '../requirements/size.ts';
import { accessFindings } from './access.ts';
import type { Change, Finding, Reason, ReasonCode } from './verdict.ts';

/** A model that does not fit, as a selection tells it. */
export interface Miss {
  readonly model: string;
  readonly reasons: readonly Reason[];
  readonly nearest: readonly Change[];
}

/** The models that do not fit, by how near they come. */
export interface NearMisses<Entry extends Miss> {
  /** The models that somebody named, none of which fits; empty: nobody named any. */
  readonly named: readonly Entry[];
  /**
   * The models that a change would make fit, the least change first. Where models were named, those alone. What a list leaves out comes
   * last.
   */
  readonly near: readonly Entry[];
  /** Ids of models that were not named, and would make the clip as asked. */
  readonly others: readonly string[];
}

/** How near the models come that do not fit. */
export function nearMisses<Entry extends Miss>(
  rejected: readonly Entry[],
  requirements: Requirements,
): NearMisses<Entry> {
  const isNaming = requirements.models.allow.length + requirements.providers.allow.length > 0;
  const named = isNaming ? rejected.filter(({ model }) => isLetThrough(model, requirements)) : [];
  return {
    named,
    near: leastChangeFirst(named.length > 0 ? named : rejected),
    others: rejected
      .filter(({ reasons }) => reasons.length > 0 && reasons.every(({ code }) => notNamed.includes(code)))
      .map(({ model }) => model),
  };
}

const notNamed: readonly ReasonCode[] = ['model_not_allowed', 'provider_not_allowed'];

function isLetThrough(id: string, requirements: Requirements): boolean {
  const findings: Finding[] = [];
  accessFindings({ id }, requirements, findings);
  return findings.length === 0;
}

/**
 * Those that a change would make fit: one change before two, what lists leave out last. Of the same number of changes, of each kind (the
 * price, the length, …) the nearest comes before any other's second, so that no kind hides another.
 */
function leastChangeFirst<Entry extends Miss>(entries: readonly Entry[]): readonly Entry[] {
  const places = entries
    .filter(({ nearest }) => nearest.length > 0)
    .map((entry) => {
      const { model, nearest } = entry;
      const lists = nearest.filter(({ field }) => field === 'providers' || field === 'models').length;
      const kind = nearest
        .map(({ field }) => field)
        .sort()
        .join(' ');
      return { entry, model, changes: nearest.length, lists, kind, distance: distanceOf(nearest) };
    })
    .sort((one, other) => one.distance - other.distance || (one.model < other.model ? -1 : 1));
  const met = new Map<string, number>();
  return places
    .map((place) => {
      const rank = met.get(place.kind) ?? 0;
      met.set(place.kind, rank + 1);
      return { ...place, rank };
    })
    .sort((one, other) => one.changes - other.changes || one.lists - other.lists || one.rank - other.rank)
    .map(({ entry }) => entry);
}

/** How far the values have to move, as the logarithm of a ratio: half and double are equally far. */
function distanceOf(changes: readonly Change[]): number {
  const sum = changes.reduce((total, change) => total + distance(change), 0);
  // Ratios that are the same must not differ in their last digit.
  return Math.round(sum * 1e9);
}

function distance({ field, from, to }: Change): number {
  const target = amountOf(field, to);
  // Of a range, the end that is nearer.
  const ends = isRecord(from) ? [from.min, from.max] : [from];
  const steps = ends.map((end) => Math.abs(Math.log(target / amountOf(field, end)))).filter(Number.isFinite);
  return steps.length > 0 ? Math.min(...steps) : oneStep;
}

/** What is left out or allowed moves by no ratio. As much as half the length. */
const oneStep = Math.log(2);

function amountOf(field: string, value: unknown): number {
  if (field === 'resolution') return shortSideOf(String(value)) ?? Number.NaN;
  if (field === 'aspectRatio') return aspectRatioValue(String(value));
  if (field === 'size') {
    const pixels = parseSize(String(value));
    return pixels ? pixels.width * pixels.height : Number.NaN;
  }
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}
