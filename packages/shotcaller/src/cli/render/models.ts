import {
  type Catalog,
  counted,
  type ModelQuote,
  makesSound,
  priceRange,
  taskOf,
  type VideoModel,
} from '@shotcaller/core';
import { clean } from './clean.ts';
import { coloursFor } from './colour.ts';
import { ageText, catalogName } from './headline.ts';
import type { RenderTarget } from './selection.ts';
import { tableLines } from './table.ts';

/** The catalogue as a table, each model that makes clips with the price of a typical one. */
export function renderModels(
  catalog: Catalog,
  quotes: readonly ModelQuote[],
  { columns, colour, now }: RenderTarget,
): string {
  const paint = coloursFor(colour);
  const rows = catalog.models.slice().sort((one, other) => (one.id < other.id ? -1 : 1));
  const age =
    catalog.asOf === null ? 'of unknown age' : `as of ${catalog.asOf.slice(0, 10)}${ageText(catalog.asOf, now)}`;
  // A price is for a clip that the model makes of a text alone: those that edit or enlarge take something else.
  const typical = new Map(quotes.map((quote) => [quote.model, quote.verdict === 'ineligible' ? undefined : quote]));
  const clipOf = ({ id }: VideoModel) => {
    const clip = typical.get(id)?.clip;
    return clip === undefined
      ? ''
      : [clip.durationSeconds && `${clip.durationSeconds} s`, clip.resolution].filter(Boolean).join(' ');
  };
  const priceOf = ({ id }: VideoModel) => {
    const price = typical.get(id)?.price;
    return price === undefined ? '' : price.expectedUsd === null ? '?' : priceRange(price);
  };
  return `${[
    paint.dim(`${catalogName(catalog.source)} catalogue ${age}, ${counted(rows.length, 'model')}`),
    '',
    ...tableLines(rows, columns, [
      { title: 'model', rank: 0, cell: ({ id }) => clean(id) },
      { title: 'task', rank: 1, cell: (model) => taskOf(model) ?? '?' },
      { title: 'typical clip', rank: 2, cell: clipOf },
      { title: 'price', rank: 1, align: 'right', cell: priceOf },
      { title: 'seconds', rank: 3, cell: ({ durationsSeconds }) => range(durationsSeconds) },
      { title: 'resolutions', rank: 3, cell: ({ resolutions }) => listed(resolutions) },
      { title: 'sound', rank: 4, cell: (model) => flag(makesSound(model)) },
      { title: 'seed', rank: 6, cell: ({ seed }) => flag(seed) },
      {
        title: 'frames',
        rank: 5,
        cell: ({ frameTypes }) => listed(frameTypes?.map((type) => type.replace('_frame', '')) ?? null),
      },
      { title: 'ratios', rank: 7, cell: ({ aspectRatios }) => listed(aspectRatios) },
    ]),
    '',
    paint.dim(
      'Price: of a typical clip (5 s at 720p, 16:9, or the nearest that the model makes), with sound where the model makes it by default. Models for another task take a video or a portrait and have no typical price: shotcaller quote MODEL.',
    ),
  ].join('\n')}\n`;
}

function range(values: readonly number[] | null): string {
  if (values === null || values.length === 0) return '?';
  const [first, last] = [values[0]!, values.at(-1)!];
  return values.length > 2 && last - first === values.length - 1 ? `${first}–${last}` : values.join(' ');
}

function listed(values: readonly string[] | null): string {
  return values === null ? '?' : clean(values.join(' ')) || 'none';
}

function flag(value: boolean | null): string {
  return value === null ? '?' : value ? 'yes' : 'no';
}
