/**
 * Why a bill that the service stated is not believed. It is kept as text and the reservation stays booked in its place, until
 * somebody who has looked at the account settles it. Money is an exact decimal in US dollars.
 */
export type BillDoubt =
  /** More than the quote can explain; `mostUsd`: the most that would have been believed. `quotedHighUsd` of `null`: no price was known. */
  | {
      readonly code: 'bill_far_above_quote';
      readonly stated: string;
      readonly mostUsd: string;
      readonly quotedHighUsd: string | null;
    }
  /** No amount of dollars: negative, not a number, or beyond what money can be. */
  | { readonly code: 'bill_unreadable'; readonly stated: string };

/** Why a stated bill is not believed, without its arguments. */
export type BillDoubtCode = BillDoubt['code'];
