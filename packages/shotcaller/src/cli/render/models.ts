import { type Catalog, taskOf, type VideoModel } from '@shotcaller/core';
import { clean } from './clean.ts';
import { coloursFor } from './colour.ts';
import { ageText, catalogName } from './headline.ts';
import type { RenderTarget } from './selection.ts';
import { tableLines } from './table.ts';

/** The catalogue as a table. */
export function renderModels(catalog: Catalog, { columns, colour, now }: RenderTarget): string {
  const paint = coloursFor(colour);
  const rows = catalog.models.slice().sort((one, other) => (one.id < other.id ? -1 : 1));
  const age =
    catalog.asOf === null ? 'of unknown age' : `as of ${catalog.asOf.slice(0, 10)}${ageText(catalog.asOf, now)}`;
  const skipped =
    catalog.issues.length > 0 ? `; ${catalog.issues.length} things in it were not understood (--json lists them)` : '';
  return `${[
    paint.dim(`${catalogName(catalog.source)} catalogue ${age}, ${rows.length} models${skipped}`),
    '',
    ...tableLines(
      rows,
      [
        { title: 'model', rank: 0, cell: ({ id }) => clean(id) },
        { title: 'task', rank: 1, cell: (model) => taskOf(model) ?? '?' },
        { title: 'seconds', rank: 1, cell: ({ durationsSeconds }) => range(durationsSeconds) },
        { title: 'resolutions', rank: 2, cell: ({ resolutions }) => listed(resolutions) },
        { title: 'sound', rank: 2, cell: ({ generateAudio }) => flag(generateAudio) },
        { title: 'seed', rank: 4, cell: ({ seed }) => flag(seed) },
        {
          title: 'frames',
          rank: 3,
          cell: ({ frameTypes }) => listed(frameTypes?.map((type) => type.replace('_frame', '')) ?? null),
        },
        { title: 'ratios', rank: 5, cell: ({ aspectRatios }) => listed(aspectRatios) },
      ] satisfies Parameters<typeof tableLines<VideoModel>>[1],
      columns,
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
