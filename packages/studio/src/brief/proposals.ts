import { type RankedModel, type Selection, secondsText, type Weights } from '@shotcaller/core';
import { slugOf } from '../controls/visible-text.ts';
import { upTo } from '../words.ts';

/** A model that the page proposes for a take, and why. */
export interface Proposal {
  readonly place: RankedModel;
  /** What it is best at; several where one model is. Each is true of the figures as they are shown, of this and of every ranked model. */
  readonly titles: readonly string[];
  /** One sentence against the runner-up. */
  readonly reason: string;
}

/** Half price, half quality. */
const valueWeights: Weights = { speed: 0, cost: 0.5, quality: 0.5 };

/**
 * Up to four models to tick: the best value, the fastest, the best looking, and the pick by your own priorities.
 *
 * @param rankBy the same question under other weights
 * @param isPickFirst the priorities were stated: the pick by them goes before the others
 */
export function proposalsOf(
  selection: Selection,
  rankBy: (weights: Weights) => Selection,
  isPickFirst: boolean,
): readonly Proposal[] {
  const { ranked } = selection;
  const [pick, afterPick] = ranked;
  if (!pick) return [];
  // Clips of one kind are compared: one that is less than usual, to keep a limit, is no rival of the usual ones.
  const rivals = ranked.filter((place) => kindOf(place) === kindOf(pick));
  const found: Proposal[] = [];
  const add = (title: string, place: RankedModel | undefined, reason: string) => {
    const at = found.findIndex(({ place: other }) => other.model === place?.model);
    const same = found[at];
    if (same) found[at] = { ...same, titles: [...same.titles, title] };
    else if (place) found.push({ place, titles: [title], reason: rivals.length === 1 ? onlyOne : reason });
  };
  const addPick = () =>
    add(
      'Your pick',
      pick,
      afterPick
        ? `Leads by your priorities; next is ${slugOf(afterPick.model)}, ${upTo(afterPick.price)}.`
        : `The only model that fits, ${upTo(pick.price)}.`,
    );
  if (isPickFirst) addPick();
  const [fastest, fast] = sortedBy(rivals, secondsOf);
  const [finest, fine] = sortedBy(rivals, (place) => -ratingOf(place));
  const inValueOrder = rankBy(valueWeights).ranked.filter((place) => kindOf(place) === kindOf(pick));
  const value = inValueOrder.find(
    (place) =>
      (isCheapest(place, ranked) || place.model !== finest?.model || rivals.length === 1) &&
      !ranked.some((other) => isBetterBuy(other, place)),
  );
  const afterValue = inValueOrder.find(({ model }) => model !== value?.model);
  add(
    'Best value',
    value,
    value && afterValue ? `${ratingText(value)} for ${upTo(value.price)}; ${nextFor(afterValue)}` : onlyOne,
  );
  if (fastest && ranked.every((other) => secondsOf(other) >= secondsOf(fastest)))
    add(
      'Fastest',
      fastest,
      `${timeText(fastest)}${fast ? `; next is ${slugOf(fast.model)}, about ${secondsText(fast.speed.p50Seconds)}` : ''}.`,
    );
  if (finest && ranked.every((other) => ratingOf(other) <= ratingOf(finest)))
    add(
      'Best looking',
      finest,
      `${ratingText(finest)}${fine ? `; next is ${slugOf(fine.model)}, ${ratingOf(fine)}` : ''}.`,
    );
  if (!isPickFirst) addPick();
  return found.map((proposal) =>
    isCheapest(proposal.place, ranked) ? { ...proposal, titles: [...proposal.titles, 'Cheapest'] } : proposal,
  );
}

const onlyOne = 'The only model that fits.';

/** The same for clips that are compared with each other. */
function kindOf({ assumptions, clip }: RankedModel): string {
  const isLesser = assumptions.some(({ code }) => code === 'clip_below_target');
  return isLesser ? `${clip.resolution} ${clip.durationSeconds} ${clip.audio}` : 'usual';
}

/** As its ranking has them where two show the same figure. */
function sortedBy(places: readonly RankedModel[], figureOf: (place: RankedModel) => number): readonly RankedModel[] {
  return [...places].sort((one, other) => figureOf(one) - figureOf(other));
}

function secondsOf({ speed }: RankedModel): number {
  return speed.p50Seconds;
}

/** As it is shown. */
function ratingOf({ quality }: RankedModel): number {
  return Math.round(quality.rating);
}

/** Whether none is shown at a lower price. One whose price is unknown may be cheaper, and then nobody is called the cheapest. */
function isCheapest({ price }: RankedModel, ranked: readonly RankedModel[]): boolean {
  if (price.highUsd === null) return false;
  return ranked.every(({ price: { highUsd } }) => highUsd !== null && Number(highUsd) >= Number(price.highUsd));
}

/** Whether it shows no higher price and no lower rating, and one of them is better. */
function isBetterBuy(one: RankedModel, other: RankedModel): boolean {
  if (one.price.highUsd === null) return false;
  const saved = Number(other.price.highUsd ?? Number.POSITIVE_INFINITY) - Number(one.price.highUsd);
  const gained = ratingOf(one) - ratingOf(other);
  return saved >= 0 && gained >= 0 && (saved > 0 || gained > 0);
}

function ratingText(place: RankedModel): string {
  return `Quality ${ratingOf(place)}`;
}

function timeText({ speed }: RankedModel): string {
  return `Ready in about ${secondsText(speed.p50Seconds)}`;
}

function nextFor(next: RankedModel): string {
  return `next is ${slugOf(next.model)}, ${ratingOf(next)} for ${upTo(next.price)}.`;
}
