import type { OpenLimitCode, ProvedLimitCode, WarningCode } from '../data/limits.ts';

export type { WarningCode } from '../data/limits.ts';

/** A rule that is broken: the verdict is `ineligible`. */
export type BrokenRuleCode =
  | 'task_unsupported'
  | 'duration_unsupported'
  | 'resolution_unsupported'
  | 'aspect_ratio_unsupported'
  | 'size_unsupported'
  | 'first_frame_unsupported'
  | 'last_frame_unsupported'
  | 'audio_unsupported'
  | 'seed_unsupported'
  | 'passthrough_unsupported'
  | 'upscale_factor_unsupported'
  | 'creativity_unsupported'
  | 'continuation_refused'
  | 'references_refused'
  | 'provider_not_allowed'
  | 'provider_denied'
  | 'model_not_allowed'
  | 'model_denied'
  | 'price_over_limit'
  | 'too_slow'
  | 'quality_too_low'
  | ProvedLimitCode;

/** Things that nobody states: without a broken rule the verdict is `unknown`, never "no". */
const notStatedCodes = [
  'task_not_stated',
  'duration_not_stated',
  'resolution_not_stated',
  'aspect_ratio_not_stated',
  'size_not_stated',
  'first_frame_not_stated',
  'last_frame_not_stated',
  'references_not_stated',
  'audio_not_stated',
  'seed_not_stated',
  'passthrough_not_stated',
  'passthrough_slug_unknown',
  'upscale_factor_not_stated',
  'creativity_not_stated',
  'continuation_not_stated',
  'price_unknown',
  'silence_not_stated' satisfies OpenLimitCode,
] as const;

/** What the catalogue does not state: the verdict is `unknown`. */
export type NotStatedCode = (typeof notStatedCodes)[number];

/** Whether a reason leaves the verdict open; the others decide it. */
export function isNotStated(code: ReasonCode): code is NotStatedCode {
  return (notStatedCodes as readonly ReasonCode[]).includes(code);
}

/** Why a model does not fit, or may not, without the arguments. */
export type ReasonCode = BrokenRuleCode | NotStatedCode;

/** A rule that a model breaks for these requirements, or a thing that the catalogue does not state. */
export interface Reason<Code extends ReasonCode = ReasonCode> {
  readonly code: Code;
  /** Requirement that it is about, in the words of the requirements. */
  readonly field: string;
  readonly requested: unknown;
  /** What the model offers; `null` when not stated. */
  readonly supported: unknown;
}

/** One change of the requirements. `to: null` leaves the field out. */
export interface Change {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Something to know before paying that does not stand in the way. */
export interface Warning {
  readonly code: WarningCode;
  readonly field: string;
  readonly grade: 'documented' | 'reported' | 'contradicted';
  readonly source: string;
  readonly asOf: string;
}

/** Whether a model can make the clip, and why not. `unknown`: the catalogue does not state all that was asked for. */
export interface Verdict {
  readonly verdict: 'eligible' | 'ineligible' | 'unknown';
  /** Every broken rule, not the first one. Empty when eligible. */
  readonly reasons: readonly Reason[];
  /** The smallest change that would make the model fit; empty when it fits or no change of these fields would do. */
  readonly nearest: readonly Change[];
  readonly warnings: readonly Warning[];
}

/** A finding under way: a reason with the change that would mend it. */
export type Finding =
  | {
      readonly reason: Reason<BrokenRuleCode>;
      /** Absent: no change of the requirements mends it. */
      readonly change?: Change;
      readonly notStated?: never;
    }
  /** The catalogue does not say: counts as `unknown`, never as "no". */
  | { readonly reason: Reason<NotStatedCode>; readonly change?: never; readonly notStated: true };
