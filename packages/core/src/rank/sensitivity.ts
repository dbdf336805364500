import { firstCrossing, type Key, keyAlong, type WeightPath } from './crossing.ts';
import type { Weights } from './profiles.ts';
import type { RankOptions } from './rank.ts';
import { scoreOf } from './score.ts';
import { type Candidate, type Utilities, utilitiesOf } from './utilities.ts';

/** From where to where one weight may go, the other two keeping their proportion, before the pick changes. */
export interface WeightRange {
  /** The weight today. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Who takes over below `from` and above `to`; `null` when the pick stays down to 0 or up to 1. */
  readonly below: string | null;
  readonly above: string | null;
}

/** The smallest move of one weight that changes the pick. */
export interface NearestChange {
  readonly weight: keyof Weights;
  readonly direction: 'above' | 'below';
  readonly value: number;
  readonly model: string;
}

/** What would change the pick: each weight, and the price in dollars. */
export interface Sensitivity {
  readonly pick: string;
  readonly weights: Readonly<Record<keyof Weights, WeightRange>>;
  /** `null` when no move of a single weight changes the pick. */
  readonly nearest: NearestChange | null;
  /** How dear the clip may get on the pick before another model wins; `null` when no price makes it lose or it has none. */
  readonly losesAboveUsd: number | null;
}

/**
 * What would change the pick. `pick` is the first of `rankCandidates` under the same options. Every weight is moved from 0 to 1
 * and the ends of the range are exact to 0.00001.
 */
export function sensitivityOf(candidates: readonly Candidate[], pick: string, options: RankOptions): Sensitivity {
  const contest = contestFor(candidates, pick, options);
  const speed = rangeOf('speed', contest, options);
  const cost = rangeOf('cost', contest, options);
  const quality = rangeOf('quality', contest, options);
  const weights = { speed, cost, quality };
  return { pick, weights, nearest: nearestChange(weights), losesAboveUsd: losingPrice(contest, options) };
}

const criteria = ['speed', 'cost', 'quality'] as const;

interface Rival {
  readonly model: string;
  readonly utilities: Utilities;
  /** The pick loses to this rival when its key is less than the rival's less `handicap`. */
  readonly handicap: number;
}

interface Contest {
  readonly pick: Utilities;
  readonly pickUsd: number | null;
  /** Those that can win at some weights, in the order of the candidates. */
  readonly rivals: readonly Rival[];
  /** What the pick's key leads the runner-up's by today, margins counted; infinite when it is alone. */
  readonly lead: number;
  readonly deviations: number;
}

function contestFor(candidates: readonly Candidate[], pick: string, options: RankOptions): Contest {
  const { goalposts, pickBy = 'safe', incumbent } = options;
  const { incumbentMargin, lowerBoundDeviations } = goalposts.constants;
  const deviations = pickBy === 'safe' ? lowerBoundDeviations.value : 0;
  const picked = candidates.find(({ model }) => model === pick);
  if (!picked) throw new RangeError(`The pick ${pick} is not among the candidates.`);
  const utilities = utilitiesOf(picked, goalposts);
  const ownKey = scoreOf(utilities, options.weights, deviations).low;
  const rivals: Rival[] = [];
  let lead = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate === picked) continue;
    const rival = utilitiesOf(candidate, goalposts);
    const handicap =
      pick === incumbent ? incumbentMargin.value : candidate.model === incumbent ? -incumbentMargin.value : 0;
    lead = Math.min(lead, ownKey + handicap - scoreOf(rival, options.weights, deviations).low);
    if (canWin(rival, utilities, deviations, handicap)) {
      rivals.push({ model: candidate.model, utilities: rival, handicap });
    }
  }
  return { pick: utilities, pickUsd: picked.expectedUsd, rivals, lead, deviations };
}

/**
 * Whether some weights put the rival ahead. By the triangle inequality its lower bound leads by no more than the weighted sum
 * of these three leads, so with none of them above its handicap it never wins.
 */
function canWin(rival: Utilities, pick: Utilities, deviations: number, handicap: number): boolean {
  return (
    rival.cost - pick.cost + deviations * Math.max(0, pick.costDeviation - rival.costDeviation) > handicap ||
    rival.speed - pick.speed + deviations * Math.max(0, pick.speedDeviation - rival.speedDeviation) > handicap ||
    rival.quality - pick.quality + deviations * Math.max(0, pick.qualityDeviation - rival.qualityDeviation) > handicap
  );
}

function rangeOf(weight: keyof Weights, contest: Contest, options: RankOptions): WeightRange {
  const at = options.weights[weight];
  const path = pathOf(weight, options.weights);
  const { deviations } = contest;
  const pick = keyAlong(contest.pick, path, deviations, 0);
  const rivals = contest.rivals.map(({ utilities, handicap }) => keyAlong(utilities, path, deviations, -handicap));
  const edge = (limit: number) => {
    const first = firstOver(pick, rivals, at, limit);
    if (first === null) return { value: limit, model: null };
    const { model } = contest.rivals[first.rival] as Rival;
    return { value: first.t, model: winnerAt(path, first.t, contest) ?? model };
  };
  const below = edge(0);
  const above = edge(1);
  return { at, from: below.value, to: above.value, below: below.model, above: above.model };
}

/** One weight as the parameter; what is left of 1 is shared by the other two as they share it today, evenly when both are 0. */
function pathOf(weight: keyof Weights, weights: Weights): WeightPath {
  const rest = criteria.reduce((sum, other) => (other === weight ? sum : sum + weights[other]), 0);
  const share = (other: keyof Weights) => (rest === 0 ? 0.5 : weights[other] / rest);
  const start = { speed: share('speed'), cost: share('cost'), quality: share('quality'), [weight]: 0 };
  const slope = { speed: -start.speed, cost: -start.cost, quality: -start.quality, [weight]: 1 };
  return { start, slope };
}

/** The first t between today's and `limit` at which a rival's key passes the pick's, and that rival's place in the list. */
function firstOver(
  pick: Key,
  rivals: readonly Key[],
  at: number,
  limit: number,
): { readonly t: number; readonly rival: number } | null {
  let t = limit;
  let rival = -1;
  for (const [place, key] of rivals.entries()) {
    const crossing = firstCrossing(pick, key, at, t);
    if (crossing === null || (rival >= 0 && crossing === t)) continue;
    t = crossing;
    rival = place;
  }
  return rival < 0 ? null : { t, rival };
}

/** The rival with the highest key at this point of the path, the incumbent helped by its margin; equals by id. */
function winnerAt(path: WeightPath, t: number, { rivals, deviations }: Contest): string | null {
  const weights = {
    speed: path.start.speed + t * path.slope.speed,
    cost: path.start.cost + t * path.slope.cost,
    quality: path.start.quality + t * path.slope.quality,
  };
  let best = Number.NEGATIVE_INFINITY;
  let winner: string | null = null;
  for (const { model, utilities, handicap } of rivals) {
    const key = scoreOf(utilities, weights, deviations).low - handicap;
    if (key > best || (key === best && winner !== null && model < winner)) {
      best = key;
      winner = model;
    }
  }
  return winner;
}

function nearestChange(ranges: Sensitivity['weights']): NearestChange | null {
  let nearest: NearestChange | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const weight of criteria) {
    const { at, from, to, below, above } = ranges[weight];
    if (below !== null && at - from < distance) {
      distance = at - from;
      nearest = { weight, direction: 'below', value: from, model: below };
    }
    if (above !== null && to - at < distance) {
      distance = to - at;
      nearest = { weight, direction: 'above', value: to, model: above };
    }
  }
  return nearest;
}

/** The price at which the cost utility of the pick has fallen by its lead over the runner-up. */
function losingPrice(contest: Contest, { goalposts, weights }: RankOptions): number | null {
  const { cheapestUsd, dearestUsd } = goalposts.constants;
  const { pick, pickUsd, lead } = contest;
  if (pickUsd === null || weights.cost === 0) return null;
  const utility = pick.cost - lead / weights.cost;
  // At utility 0 a dearer clip costs no more score; a hair above it is rounding.
  return utility > 1e-9 ? dearestUsd.value * (cheapestUsd.value / dearestUsd.value) ** utility : null;
}
