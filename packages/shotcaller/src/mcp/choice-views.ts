import {
  type Brief,
  changeSentence,
  noModelSentences,
  notesOfPrice,
  type Price,
  type RankedModel,
  type Reason,
  type RejectedModel,
  reasonSentence,
  type Selection,
  type UnknownModel,
  warningSentence,
} from '@shotcaller/core';

/** Parts of a selection as agents see them: figures and sentences, no more than is needed to choose. */

function priceView({ lowUsd, expectedUsd, highUsd, confidence }: Price) {
  return { lowUsd, expectedUsd, highUsd, confidence };
}

export function priceWithLinesView(price: Price) {
  return {
    ...priceView(price),
    lines: price.lines.map((line) => ({ ...line })),
    notes: [...notesOfPrice(price)],
  };
}

export function timeView({ p50Seconds, p90Seconds }: { readonly p50Seconds: number; readonly p90Seconds: number }) {
  return { p50: rounded(p50Seconds), p90: rounded(p90Seconds) };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

export function rankedView({ model, price, speed, quality, score, scoreLow, ...entry }: RankedModel) {
  return {
    model,
    price: priceView(price),
    seconds: timeView(speed),
    quality: { rating: rounded(quality.rating), low: rounded(quality.low), high: rounded(quality.high) },
    score,
    scoreLow,
    tiedWith: [...entry.tiedWith],
    beatenBy: entry.dominatedBy,
    notes: [...notesOfPrice(price), ...entry.notStated.map(reasonSentence), ...entry.warnings.map(warningSentence)],
  };
}

function reasonViews(reasons: readonly Reason[]) {
  return reasons.map((reason) => ({ code: reason.code, field: reason.field, sentence: reasonSentence(reason) }));
}

export function rejectedView({ model, reasons, nearest }: RejectedModel) {
  return {
    model,
    reasons: reasonViews(reasons),
    wouldFit: nearest.length === 0 ? null : nearest.map(changeSentence).join(' and '),
  };
}

export function unknownView({ model, reasons }: UnknownModel) {
  return { model, reasons: reasonViews(reasons) };
}

export function catalogView({ catalog: { source, asOf, models } }: Pick<Selection, 'catalog'>) {
  return { source, asOf, models };
}

/** That no model fits, and the three closest ways to an answer, the smallest change first. What a key may not buy is no way. */
export function noModelView(
  selection: Selection,
  { allowedModels }: Pick<Brief, 'allowedModels'>,
): { readonly why: string; readonly ways: readonly string[] } {
  const { headline, closest, others } = noModelSentences(selection, 3);
  if (allowedModels !== null) return { why: 'No model that this key may use can make this clip.', ways: closest };
  return {
    why: headline,
    ways: [...closest, ...(others === null ? [] : [`${others} To choose among them, name no model or provider.`])],
  };
}
