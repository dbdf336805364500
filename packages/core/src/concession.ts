import type { Catalog } from './catalog/model.ts';
import { isBelowTarget } from './clip.ts';
import { bundledEvidence } from './data/evidence.ts';
import type { Change } from './match/verdict.ts';
import type { Weights } from './rank/profiles.ts';
import { shownScore } from './rank/score.ts';
import { withChanges } from './requirements/change.ts';
import { isRecord } from './requirements/field.ts';
import { secondsNearest } from './requirements/range.ts';
import type { Requirements } from './requirements/requirements.ts';
import { shortSideOf } from './requirements/size.ts';
import { type SelectOptions, select } from './select.ts';
import type { Concession, RankedModel, Selection } from './selection.ts';

/** What is hardly a loss: a class with nine tenths of the short side or more, one second, a tenth of a limit. */
const leastSideShare = 0.9;
const mostSeconds = 1;
const mostLimitShare = 1.1;

/**
 * The one concession that gains most: sound or its absence, one second more or less, a class that is as sharp, or a tenth more of a limit. A gain counts
 * where it is more than the lead that makes a near tie (0.02). It selects anew for every concession, so it is worked out on demand.
 *
 * @param selection the answer for the same catalogue and options
 * @returns `null` without a pick, with method `cookbook`, or where no concession gains enough
 */
export function bestConcession(catalog: Catalog, selection: Selection, options: SelectOptions = {}): Concession | null {
  const { evidence = bundledEvidence, pickBy = 'safe' } = options;
  const { requirements, ranked, method } = selection;
  const [pick] = ranked;
  if (!pick || method === 'cookbook') return null;
  const { incumbent: _, ...open } = options;
  const keyOf = ({ score, scoreLow }: RankedModel) => (pickBy === 'safe' ? scoreLow : score);
  const leastGain = evidence.goalposts.constants.nearTieLead.value;
  let best: Concession | null = null;
  for (const { change, models } of concessionsOf(selection)) {
    const offered = models ? { ...catalog, models: catalog.models.filter(({ id }) => models.has(id)) } : catalog;
    const [first] = select(offered, withChanges(requirements, [change]), open).ranked;
    // A clip that is less than usual, to keep a limit, is no gain over a usual one.
    if (!first || (isBelowTarget(first) && !isBelowTarget(pick))) continue;
    const gain = shownScore(keyOf(first) - keyOf(pick));
    if (gain > (best?.gain ?? leastGain)) best = describe(change, first, pick, gain);
  }
  return best;
}

interface Tried {
  readonly change: Change;
  /** Those that it would let in. Absent: everyone may gain. */
  readonly models?: ReadonlySet<string>;
}

/** Sound that is all the same for every model, and each single small change that would let rejected models in; those that more of them share first. */
function concessionsOf({ requirements, rejected, ranked }: Selection): readonly Tried[] {
  const { audio } = requirements;
  const tried = new Map<string, { readonly change: Change; readonly models: Set<string> }>();
  for (const { model, nearest } of rejected) {
    const [change] = nearest;
    if (!change || nearest.length > 1 || !isSmall(change, requirements)) continue;
    const key = JSON.stringify([change.field, change.to]);
    const known = tried.get(key);
    if (known) known.models.add(model);
    else tried.set(key, { change, models: new Set([model]) });
  }
  const isOpen = audio === 'any' || (audio === undefined && !ranked.some(({ clip }) => clip.audio === true));
  const anySound: Tried = { change: { field: 'audio', from: audio ?? null, to: 'any' } };
  return [...(isOpen ? [] : [anySound]), ...tried.values()];
}

function isSmall({ field, from, to }: Change, { task }: Requirements): boolean {
  if (to === null) return false;
  if (field === 'durationSeconds') {
    const wanted = isRecord(from) ? secondsNearest(Number(to), from) : Number(from);
    return task === 'generate' && Math.abs(Number(to) - wanted) <= mostSeconds;
  }
  if (field === 'maxUsd' || field === 'maxSeconds') return Number(to) <= mostLimitShare * Number(from);
  if (field !== 'resolution') return false;
  const [side, wanted] = [shortSideOf(String(to)), shortSideOf(String(from))];
  return side !== undefined && wanted !== undefined && side >= leastSideShare * wanted;
}

function describe(change: Change, first: RankedModel, pick: RankedModel, gain: number): Concession {
  const { model, clip, price, speed, quality } = first;
  const gained = (name: keyof Weights) => first.contributions[name] - pick.contributions[name];
  const by = (['speed', 'cost', 'quality'] as const).reduce((most, name) =>
    gained(name) > gained(most) ? name : most,
  );
  const pickHas = {
    speed: pick.speed.secondsToResult,
    cost: Number(pick.price.expectedUsd ?? 0),
    quality: pick.quality.rating,
  }[by];
  return { change, model, clip, price, speed, quality, gain, by, pickHas };
}
