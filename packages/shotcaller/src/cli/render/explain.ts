import {
  basisNoteSentence,
  basisText,
  changeSentence,
  notesOfPrice,
  reasonSentence,
  type Selection,
  secondsText,
  successSentence,
  warningSentence,
} from '@shotcaller/core';
import { clean } from './clean.ts';
import { priceLines } from './price-lines.ts';
import { priceCell } from './selection.ts';

/** Why a model of the catalogue has its place, or none, in sentences. */
export function explain(selection: Selection, id: string): string {
  const lines = explainRanked(selection, id) ?? explainRejected(selection, id) ?? explainUnknown(selection, id);
  return `${clean(id)}\n${lines.map((line) => `  ${clean(line)}\n`).join('')}`;
}

function explainRanked({ ranked, method, profile }: Selection, id: string): readonly string[] | undefined {
  const place = ranked.findIndex(({ model }) => model === id);
  const entry = ranked[place];
  if (!entry) return undefined;
  const { price, speed, quality, contributions, score, scoreLow, tiedWith, dominatedBy } = entry;
  const parts = (['speed', 'cost', 'quality'] as const).map(
    (name) => `${name} ${contributions[name].toFixed(3)} (weight ${profile.weights[name].toFixed(2)})`,
  );
  return [
    `It is number ${place + 1} of ${ranked.length}${place === 0 ? ': the pick' : ''}.`,
    `It costs ${priceCell(price)}${price.confirmedByBill ? ', confirmed by a real invoice' : ', by the price list, not yet confirmed by an invoice'}.`,
    ...priceLines(price).map((line) => `  ${line}`),
    ...notesOfPrice(price).map((note) => `  ${note}`),
    `It takes about ${secondsText(speed.p50Seconds)}; 90 % finish within ${secondsText(speed.p90Seconds)} (${basisText(speed.basis)}).`,
    `  ${successSentence(speed)}`,
    ...speed.basis.notes.map((note) => `  ${basisNoteSentence(note)}`),
    `Its quality is ${Math.round(quality.rating)} (human votes), between ${Math.round(quality.low)} and ${Math.round(quality.high)} (${basisText(quality.basis)}).`,
    ...quality.basis.notes.map((note) => `  ${basisNoteSentence(note)}`),
    method === 'cookbook'
      ? `Its score by the method of OpenRouter’s guide is ${score.toFixed(3)}.`
      : `Its score is ${score.toFixed(3)} = ${parts.join(' + ')}; its worst-case score, which ranks it, is ${scoreLow.toFixed(3)}.`,
    ...(tiedWith.length > 0 ? [`It is in a near tie with ${tiedWith.join(', ')}.`] : []),
    ...(dominatedBy
      ? [`${dominatedBy} beats it on price, time and quality: no worse in any, better in at least one.`]
      : []),
    ...entry.notStated.map(reasonSentence),
    ...entry.warnings.map(warningSentence),
  ];
}

function explainRejected({ rejected }: Selection, id: string): readonly string[] | undefined {
  const entry = rejected.find(({ model }) => model === id);
  if (!entry) return undefined;
  const change =
    entry.nearest.length > 0
      ? [`It would fit if you ${entry.nearest.map(asInstruction).join(' and ')}.`]
      : ['No small change of the requirements makes it fit.'];
  return ['It does not fit.', ...entry.reasons.map(reasonSentence), ...change];
}

function asInstruction(change: Parameters<typeof changeSentence>[0]): string {
  const sentence = changeSentence(change);
  return /^(allow|do|make|leave)\b/.test(sentence) ? sentence : `take ${sentence}`;
}

function explainUnknown({ unknown }: Selection, id: string): readonly string[] {
  const reasons = unknown.find(({ model }) => model === id)?.reasons ?? [];
  return [
    'It may fit: the catalogue does not state all that was asked for.',
    ...reasons.map(reasonSentence),
    '--include-unknown ranks it all the same.',
  ];
}
