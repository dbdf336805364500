import {
  cheaperModel,
  cheaperModelSentence,
  concessionSentence,
  dollars,
  noModelSentences,
  notesOfPrice,
  priceRange,
  type RankedModel,
  requirementsText,
  type Selection,
  sensitivitySentences,
  stalenessSentence,
  successSentence,
  warningSentence,
} from '@shotcaller/core';
import { clean } from './clean.ts';
import { type Colours, coloursFor } from './colour.ts';
import { catalogLine } from './headline.ts';
import { rejectionCounts } from './rejections.ts';
import { type Column, tableLines } from './table.ts';

export interface RenderTarget {
  readonly columns: number;
  readonly colour: boolean;
  /** ISO 8601, for ages. */
  readonly now: string;
}

/** A selection as people read it: the clip, the ranked table, why the first, what would change it, who does not fit. */
export function renderSelection(selection: Selection, { columns, colour, now }: RenderTarget): string {
  const paint = coloursFor(colour);
  const { profile, method, ranked } = selection;
  const weights = (['speed', 'cost', 'quality'] as const)
    .map((name) => `${name} ${profile.weights[name].toFixed(2)}`)
    .join(', ');
  const table = tableLines(ranked, columns, columnsOf(selection, paint));
  const lines = [
    paint.dim(catalogLine(selection, now)),
    ...(selection.staleness ?? []).map((found) => paint.yellow(clean(stalenessSentence(found)))),
    `${paint.bold('Clip')}     ${clean(requirementsText(selection.requirements))}`,
    `${paint.bold('Profile')}  ${profile.name} (${weights})${method === 'cookbook' ? ' · method cookbook: as in OpenRouter’s guide' : ''}`,
    '',
    ...(ranked.length > 0 ? table : [paint.bold(clean(noModelSentences(selection).headline))]),
    '',
    ...legend(table, paint),
    ...(ranked[0] ? aboutThePick(ranked[0], selection, paint) : []),
    ...othersLines(selection, paint),
  ];
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

const barWidth = 12;

function columnsOf({ ranked, method }: Selection, paint: Colours): readonly Column<RankedModel>[] {
  const place = new Map(ranked.map(({ model }, index) => [model, index + 1]));
  const isPick = ({ model }: RankedModel) => place.get(model) === 1;
  // Where nothing was settled, every clip is the one of the head line.
  const isSettled = ranked.some(({ clip }) => clipText(clip).includes('*'));
  return [
    { title: '#', rank: 0, align: 'right', cell: ({ model }) => String(place.get(model)) },
    {
      title: 'model',
      rank: 0,
      cell: ({ model }) => clean(model),
      paint: (text, row) => (isPick(row) ? paint.bold(paint.green(text)) : text),
    },
    ...(isSettled ? [{ title: 'clip', rank: 3, cell: ({ clip }: RankedModel) => clipText(clip) }] : []),
    { title: 'price', rank: 0, align: 'right', cell: ({ price }) => priceRange(price) },
    {
      title: 'seconds',
      rank: 2,
      align: 'right',
      cell: ({ speed }) => `${Math.round(speed.p50Seconds)} (≤${Math.round(speed.p90Seconds)})`,
    },
    {
      title: 'quality',
      rank: 4,
      align: 'right',
      cell: ({ quality }) => `${Math.round(quality.rating)} (${Math.round(quality.low)}–${Math.round(quality.high)})`,
    },
    {
      title: method === 'cookbook' ? 'score' : 'score (worst)',
      rank: 1,
      align: 'right',
      cell: ({ score, scoreLow }) =>
        method === 'cookbook' ? score.toFixed(3) : `${score.toFixed(2)} (${scoreLow.toFixed(2)})`,
    },
    { title: '', rank: 5, cell: ({ scoreLow }) => bar(scoreLow), paint: (text) => paint.cyan(text) },
    { title: '', rank: 0, cell: marksOf },
  ];
}

/** `5 s 720p`; what was settled because it was left open has a star. */
export function clipText({ durationSeconds, resolution, settled }: RankedModel['clip']): string {
  const star = (field: (typeof settled)[number]) => (settled.includes(field) ? '*' : '');
  return [
    durationSeconds === null ? '' : `${durationSeconds} s${star('durationSeconds')}`,
    resolution === null ? '' : `${resolution}${star('resolution')}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** `$0.26`, `$0.38 ($0.15–0.38)`, `unknown`. */
export function priceCell(price: RankedModel['price']): string {
  if (price.expectedUsd === null) return 'unknown';
  const expected = dollars(price.expectedUsd);
  const range = priceRange(price);
  return range === expected ? expected : `${expected} (${range})`;
}

function bar(share: number): string {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * barWidth);
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled);
}

function marksOf({ tiedWith, dominatedBy, warnings, quality, speed, notStated }: RankedModel): string {
  return [
    tiedWith.length > 0 ? '≈' : '',
    dominatedBy ? '▽' : '',
    warnings.length > 0 ? '!' : '',
    quality.basis.level === 'prior' || speed.basis.level === 'prior' ? '?' : '',
    notStated.length > 0 ? '¿' : '',
  ].join('');
}

const marks: readonly (readonly [string, string])[] = [
  ['*', 'left open, settled for this model'],
  ['≈', 'near tie with the first'],
  ['▽', 'beaten by another on price, time and quality'],
  ['!', 'see the warning with --why'],
  ['?', 'no data for time or quality: the average of all models'],
  ['¿', 'the catalogue does not state all that was asked for'],
];

/** What the marks of a table mean: only of those that it shows. */
function legend([, ...rows]: readonly string[], paint: Colours): readonly string[] {
  const used = rows.join('');
  const shown = marks.filter(([mark]) => used.includes(mark)).map(([mark, meaning]) => `${mark} ${meaning}`);
  return shown.length > 0 ? [paint.dim(shown.join(' · ')), ''] : [];
}

function aboutThePick(
  first: RankedModel,
  { ranked, sensitivity, method, concession }: Selection,
  paint: Colours,
): readonly string[] {
  const changes = sensitivity ? sensitivitySentences(sensitivity) : [];
  const cheaper = cheaperModel(ranked, first.model);
  return [
    `${paint.bold('Pick')}     ${paint.green(clean(first.model))} for ${priceCell(first.price)}`,
    ...notesOfPrice(first.price).map((note) => `         ${note}`),
    ...first.warnings.map((warning) => `         ${paint.yellow(warningSentence(warning))}`),
    ...(method === 'evidence' && first.tiedWith.length > 0
      ? [`         Near tie: ${first.tiedWith.map(clean).join(', ')}.`]
      : []),
    ...(cheaper ? [`         ${clean(cheaperModelSentence(cheaper))}`] : []),
    ...(first.speed.successRate < leastUsualSuccess ? [`         ${successSentence(first.speed)}`] : []),
    ...(concession ? [`${paint.bold('Or')}       ${clean(concessionSentence(concession))}`] : []),
    ...(changes.length > 0 ? [`${paint.bold('Changes')}  ${changes.map(clean).join('\n         ')}`] : []),
    '',
  ];
}

/** A share of jobs that end with a clip below which it is worth a line of its own. */
const leastUsualSuccess = 0.9;

function othersLines(selection: Selection, paint: Colours): readonly string[] {
  const { rejected, unknown, ranked } = selection;
  const counts = rejectionCounts(rejected);
  return [
    ...(rejected.length > 0 ? [`${paint.bold('Do not fit')}  ${rejected.length}: ${counts}`] : []),
    ...(ranked.length === 0 ? closestOptions(selection) : []),
    ...(unknown.length > 0
      ? [
          `${paint.bold('Unknown')}  ${unknown.length}: ${unknown.map(({ model }) => clean(model)).join(', ')} (--include-unknown ranks them)`,
        ]
      : []),
    paint.dim('--why MODEL explains a place or a rejection.'),
  ];
}

/** What would fit, and how many models only the caller's lists keep out. */
function closestOptions(selection: Selection): readonly string[] {
  const { closest, others } = noModelSentences(selection);
  return [
    ...(closest.length > 0 ? ['Closest options:', ...closest.map((line) => `  ${clean(line)}`)] : []),
    ...(others === null ? [] : [`${others} To choose among them, name no model or provider.`]),
  ];
}
