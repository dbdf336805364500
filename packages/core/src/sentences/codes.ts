import type { BasisNote } from '../evidence/evidence.ts';
import type { ReasonCode, WarningCode } from '../match/verdict.ts';
import { type RequestFindingCode, requestFindingSeverities } from '../request/validate.ts';
import { basisNoteSentences } from './basis.ts';
import { reasonSentences } from './reason.ts';
import { warningSentences } from './warning.ts';

/** Codes of reasons, sorted. */
export const reasonCodes: readonly ReasonCode[] = /* @__PURE__ */ codesOf(reasonSentences);

/** Codes of warnings, sorted. */
export const warningCodes: readonly WarningCode[] = /* @__PURE__ */ codesOf(warningSentences);

/** Codes of notes on what a number rests on, sorted. */
export const basisNoteCodes: readonly BasisNote[] = /* @__PURE__ */ codesOf(basisNoteSentences);

/** Codes of findings about a request, sorted. */
export const requestFindingCodes: readonly RequestFindingCode[] = /* @__PURE__ */ codesOf(requestFindingSeverities);

/** The codes of a complete table, sorted. */
export function codesOf<Code extends string>(table: Readonly<Record<Code, unknown>>): readonly Code[] {
  return (Object.keys(table) as Code[]).sort();
}
