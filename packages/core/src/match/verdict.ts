/** A rule that a model breaks for these requirements, or a thing that the catalogue does not state. */
export interface Reason {
  /** Stable; `…_not_stated` and `…_unknown` codes make the verdict `unknown`, the others `ineligible`. */
  readonly code: string;
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
  readonly code: string;
  readonly field: string;
  readonly grade: 'documented' | 'reported' | 'contradicted';
  readonly source: string;
  readonly asOf: string;
}

export interface Verdict {
  readonly verdict: 'eligible' | 'ineligible' | 'unknown';
  /** Every broken rule, not the first one. Empty when eligible. */
  readonly reasons: readonly Reason[];
  /** The smallest change that would make the model fit; empty when it fits or no change of these fields would do. */
  readonly nearest: readonly Change[];
  readonly warnings: readonly Warning[];
}

/** A finding under way: a reason with the change that would mend it. */
export interface Finding {
  readonly reason: Reason;
  /** Absent: no change of the requirements mends it. */
  readonly change?: Change;
  /** The catalogue does not say: counts as `unknown`, never as "no". */
  readonly notStated?: boolean;
}
