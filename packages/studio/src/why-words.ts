import { counted } from '@shotcaller/core';
import { grouped } from './page-words.ts';

/** What *Why these?* says: the chart, the sentence, the table, the sum of a month. */

/** The chart of models. */
export const chartWords = {
  title: 'All models by price, time and quality',
  show: 'Show',
  priceQuality: 'Price × quality',
  speedQuality: 'Speed × quality',
  cheapest: 'Cheapest',
  fastest: 'Fastest',
  dollars: 'dollars for this clip →',
  seconds: 'usual time →',
  quality: '↑ quality',
  withGrey: (models: number) => `Show ${counted(models, 'model', 'models')} that cannot make this clip`,
  yourPick: 'your pick',
  guidePick: 'the guide’s pick',
  nearTie: 'near tie',
  bestFor: 'nothing to the left is better',
  goodCorner: 'the good corner',
  grey: 'does not fit: placed by the nearest clip that it can make',
  spoken: (models: number, view: string) =>
    `${view}: a chart of ${counted(models, 'model', 'models')}. The ranking below lists the same figures.`,
  withoutPrice: (models: number) =>
    `${counted(models, 'model has', 'models have')} no known price for this clip, and no place in the chart.`,
} as const;

/** `a`, `a and b`, `a, b and c`. */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Why these models: the sentence, the table, the sum of a month. */
export const whyWords = {
  onlyOne: (pick: string) => `${pick} is the only model that can make this clip.`,
  against: (pick: string, next: string, better: readonly string[], worse: readonly string[]) => {
    if (better.length === 0 && worse.length === 0)
      return `${pick} equals the runner-up ${next} in price, time and quality.`;
    if (worse.length === 0) return `${pick} ${listed(better)} than the runner-up ${next}.`;
    if (better.length === 0)
      return `${pick} ${listed(worse)} than the runner-up ${next}, but its figures are more certain.`;
    return `${pick} ${listed(better)} than the runner-up ${next}; it ${listed(worse)}, which counts less by your priorities.`;
  },
  tie: ' It is a near tie: either is a good choice.',
  cheaper: (usd: string) => `costs ${usd} less`,
  dearer: (usd: string) => `costs ${usd} more`,
  faster: (time: string) => `is ready ${time} sooner`,
  slower: (time: string) => `is ready ${time} later`,
  higher: (points: number) => `has ${points} more points of quality`,
  lower: (points: number) => `has ${points} fewer points of quality`,
  sources: 'Sources of these figures',
  place: 'place',
  model: 'model',
  price: 'price',
  seconds: 'seconds',
  time: 'usual time',
  lateTime: '90 % finish within',
  quality: 'quality',
  longest: 'longest',
  sound: 'sound',
  firstFrame: 'first frame',
  beaten: 'beaten by',
  beatenBy: (model: string) => `Beaten by ${model} on price, time and quality`,
  byNobody: 'none',
  yes: 'yes',
  no: 'no',
  notStated: 'not stated',
  best: '(best)',
  compare: (models: number) => `The ${models} ticked models side by side`,
  compareTable: 'Comparison of the ticked models',
  filters: 'Filter the ranking',
  findModel: 'Find a model',
  onlySound: 'makes sound',
  onlyFirstFrame: 'takes a first frame',
  onlyUnbeaten: 'not beaten by another',
  sortBy: 'Sort by',
  byPriorities: 'Your priorities',
  byPrice: 'Lowest price',
  bySpeed: 'Shortest time',
  byQuality: 'Highest quality',
  byLength: 'Longest clip',
  byName: 'Name',
  noRow: 'No model that fits matches this filter.',
  monthlyTitle: 'Estimate for a month',
  clipsField: 'Clips a month',
  clipsWanted: 'Write a whole number of clips, for example 10,000.',
  clipsAMonth: (clips: number) => `${grouped.format(clips)} a month`,
  monthly: (clips: number, model: string) =>
    `${counted(clips, 'clip', 'clips').replace(/^\d+/, grouped.format(clips))} a month on ${model}:`,
  range: (low: string, high: string) => `${low} to ${high}`,
  priceUnknown: 'price unknown',
} as const;
