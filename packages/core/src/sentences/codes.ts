import type { PriceNoteCode } from '../price/price-note.ts';
import { priceNoteSentences } from './price-note.ts';
import { reasonSentences } from './reason.ts';
import { warningSentences } from './warning.ts';

/** Codes of reasons with a sentence of their own, sorted. */
export const reasonCodes: readonly string[] = Object.keys(reasonSentences).sort();

/** Codes of warnings, sorted. */
export const warningCodes: readonly string[] = Object.keys(warningSentences).sort();

/** Codes of notes on prices, sorted. */
export const priceNoteCodes = Object.keys(priceNoteSentences).sort() as readonly PriceNoteCode[];
