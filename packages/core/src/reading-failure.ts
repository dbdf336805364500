import type { OverBudget, PriceUnknownWithCap } from './job-reason.ts';

/**
 * Why a chat model's reading of a sentence does not count, so that the rules read it. `message` and `detail` are one line of what the
 * other side said, untrusted.
 */
export type ReadingFailure =
  | { readonly code: 'sentence_too_long'; readonly characters: number; readonly most: number }
  /** What it may cost breaks a limit. Nothing was sent. */
  | { readonly code: 'reading_over_budget'; readonly limit: OverBudget | PriceUnknownWithCap }
  | { readonly code: 'reading_key_revoked' }
  /** The ledger could not be written. Nothing was sent. */
  | { readonly code: 'reading_not_booked'; readonly detail: string }
  | { readonly code: 'chat_not_reached'; readonly detail: string }
  | { readonly code: 'chat_timed_out'; readonly seconds: number }
  /** There is no key to ask with. Nothing was sent. */
  | { readonly code: 'chat_key_missing' }
  | { readonly code: 'chat_key_refused'; readonly message: string }
  | { readonly code: 'chat_no_credits'; readonly message: string }
  /** No such model, or none of its endpoints takes a strict schema within the price. The service's own text may mislead. */
  | { readonly code: 'chat_no_endpoint'; readonly message: string }
  | { readonly code: 'chat_rate_limited'; readonly message: string }
  | { readonly code: 'chat_refused'; readonly httpStatus: number; readonly message: string }
  | { readonly code: 'chat_service_error'; readonly httpStatus: number; readonly message: string }
  /** Status 200 with an error in the body. */
  | { readonly code: 'chat_error_in_answer'; readonly message: string }
  | { readonly code: 'chat_answer_unreadable'; readonly detail: string }
  | { readonly code: 'chat_answer_empty' }
  | { readonly code: 'chat_answer_truncated' }
  | { readonly code: 'chat_model_refused' }
  | { readonly code: 'reading_not_json' }
  | { readonly code: 'reading_other_schema'; readonly at: string }
  /** Of every setting the quote is not in the sentence, or does not say the value. */
  | { readonly code: 'reading_unfounded'; readonly settings: number };

/** Why a model's reading of a sentence does not count, without the arguments. */
export type ReadingFailureCode = ReadingFailure['code'];

/** A setting that a chat model named and that does not count. All of it is text of the model, untrusted. */
export interface DroppedSetting {
  readonly code: DroppedSettingCode;
  readonly field: string;
  readonly value: string;
  readonly quote: string;
}

/** Why a setting that a chat model named does not count. */
export type DroppedSettingCode =
  /** The quote does not stand in the sentence. */
  | 'quote_not_in_sentence'
  /** The quote stands there and says another value, or none. */
  | 'value_not_in_quote'
  | 'value_unreadable'
  /** A limit that is not in US dollars, or not in digits, so that nobody can check it. */
  | 'limit_not_checkable'
  /** A higher limit than the rules have read in the same sentence. */
  | 'limit_raised'
  | 'field_unknown';
