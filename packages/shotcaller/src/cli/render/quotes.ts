import {
  type Catalog,
  notesOfPrice,
  type Price,
  type Reason,
  type Requirements,
  reasonSentence,
  requirementsText,
  type SettledClip,
} from '@shotcaller/core';
import { clean } from './clean.ts';
import { coloursFor } from './colour.ts';
import { catalogName } from './headline.ts';
import { priceLines } from './price-lines.ts';
import { clipText, priceCell } from './selection.ts';
import { tableLines } from './table.ts';

interface QuotedModel {
  readonly model: string;
  readonly clip: SettledClip;
  readonly price: Price;
  readonly verdict: 'eligible' | 'ineligible' | 'unknown';
  readonly reasons: readonly Reason[];
}

/** Prices as people read them: one with its lines, or a table of all, cheapest first, unknown last. */
export function renderQuotes(
  quotes: readonly QuotedModel[],
  requirements: Requirements,
  catalog: Catalog,
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): string {
  const paint = coloursFor(colour);
  const head = [
    `${paint.bold('Clip')}  ${clean(requirementsText(requirements))}`,
    paint.dim(`${catalogName(catalog.source)} catalogue${catalog.asOf ? ` as of ${catalog.asOf.slice(0, 10)}` : ''}`),
    '',
  ];
  const [only] = quotes;
  const body = quotes.length === 1 && only ? oneQuote(only) : allQuotes(quotes, columns);
  return `${[...head, ...body].join('\n')}\n`;
}

function oneQuote({ model, price, verdict, reasons }: QuotedModel): readonly string[] {
  return [
    `${clean(model)}: ${priceCell(price)} (${price.confidence}${price.confirmedByBill ? ', confirmed by a real invoice' : ', list price'})`,
    ...priceLines(price).map((line) => `  ${line}`),
    ...notesOfPrice(price).map((note) => `  ${clean(note)}`),
    ...(verdict === 'eligible'
      ? []
      : [
          verdict === 'unknown' ? '  May not fit:' : '  Does not fit:',
          ...reasons.map((reason) => `    ${clean(reasonSentence(reason))}`),
          `  shotcaller pick --why ${clean(model)} names what would.`,
        ]),
  ];
}

function allQuotes(quotes: readonly QuotedModel[], columns: number): readonly string[] {
  const amount = ({ price }: QuotedModel) =>
    price.expectedUsd === null ? Number.POSITIVE_INFINITY : Number(price.expectedUsd);
  const fit = { eligible: 0, unknown: 1, ineligible: 2 };
  const rows = quotes
    .slice()
    .sort(
      (one, other) =>
        fit[one.verdict] - fit[other.verdict] ||
        order(amount(one), amount(other)) ||
        (one.model < other.model ? -1 : 1),
    );
  return tableLines(rows, columns, [
    { title: 'model', rank: 0, cell: ({ model }) => clean(model) },
    { title: 'clip', rank: 1, cell: ({ clip }) => clipText(clip) },
    { title: 'price', rank: 0, align: 'right', cell: ({ price }) => priceCell(price) },
    { title: 'certainty', rank: 1, cell: ({ price }) => price.confidence },
    {
      title: 'fits',
      rank: 1,
      cell: ({ verdict }) => ({ eligible: 'yes', unknown: 'not stated', ineligible: 'no' })[verdict],
    },
    {
      title: 'made of',
      rank: 2,
      cell: ({ price }) =>
        price.lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(' + ') || (price.reasons[0]?.code ?? ''),
    },
  ]);
}

function order(one: number, other: number): number {
  return one === other ? 0 : one - other;
}
