import type { DroppedSetting, DroppedSettingCode, ReadingFailure, ReadingFailureCode } from '../reading-failure.ts';
import { dollars } from './values.ts';
import { isListed, unlistedSentence } from './written-by-another-version.ts';

/** Why a sentence was read by rules although a model was asked for. */
export function readingFailureSentence(failure: ReadingFailure): string {
  if (!isListed(readingFailureSentences, failure.code)) return unlistedSentence(failure);
  const why = (readingFailureSentences[failure.code] as (failure: ReadingFailure) => string)(failure);
  return `${why} The built-in rules read the sentence instead; they know only English.`;
}

/** What a model named and why it does not count. */
export function droppedSettingSentence({ code, field, value, quote }: DroppedSetting): string {
  return `The model’s ${field} ${JSON.stringify(value)} does not count: ${droppedSettingSentences[code](JSON.stringify(quote))}.`;
}

const amountOf = (usd: string | null | undefined) => (usd ? dollars(usd) : 'an unknown amount');
const inLedger = ' The ledger shows the amount.';
const mayBeBilled = ` The request may be billed all the same.${inLedger}`;
const said = (message: string) => (message === '' ? '' : ` It says: ${message.replace(/[.\s]+$/, '')}.`);

export const readingFailureSentences = {
  sentence_too_long: ({ characters, most }) =>
    `The sentence has ${characters} characters; a chat model reads at most ${most}. Nothing was sent or billed.`,
  reading_over_budget: ({ limit: { limitUsd, neededUsd } }) =>
    `Reading the sentence with a chat model may cost up to ${amountOf(neededUsd)}, which would exceed your limit of ${amountOf(limitUsd)}. Nothing was sent or billed.`,
  reading_key_revoked: () => 'This client key was revoked. Nothing was sent or billed.',
  reading_not_booked: ({ detail }) =>
    `The cost of the chat model could not be recorded in the ledger (${detail}). Nothing was sent or billed.`,
  chat_not_reached: ({ detail }) =>
    `The chat model could not be reached (${detail}). If the request arrived all the same, it may be billed.${inLedger}`,
  chat_timed_out: ({ seconds }) =>
    `The chat model did not answer within ${seconds} s. The request may be billed all the same, so the ledger counts its highest price.`,
  chat_key_missing: () =>
    'A chat model is asked with an OpenRouter key, and there is none. Nothing was sent or billed.',
  chat_key_refused: ({ message }) => `OpenRouter did not accept the key for chat. Nothing was billed.${said(message)}`,
  chat_no_credits: ({ message }) =>
    `The account does not have enough credits for the chat model. Nothing was billed. Add credits at openrouter.ai/credits.${said(message)}`,
  chat_no_endpoint: ({ message }) =>
    `OpenRouter has no endpoint for this chat model that takes a strict schema within the price limit. Nothing was billed. Name another model with --llm MODEL.${said(message)}`,
  chat_rate_limited: ({ message }) =>
    `OpenRouter accepts no more chat requests right now. Nothing was billed. Try again in a minute.${said(message)}`,
  chat_refused: ({ httpStatus, message }) =>
    `OpenRouter refused the chat request (HTTP ${httpStatus}). Nothing was billed.${said(message)}`,
  chat_service_error: ({ httpStatus, message }) =>
    `The chat request failed at OpenRouter (HTTP ${httpStatus}). It may be billed all the same, so the ledger counts its highest price.${said(message)}`,
  chat_error_in_answer: ({ message }) => `The chat model answered with an error.${mayBeBilled}${said(message)}`,
  chat_answer_unreadable: ({ detail }) => `The answer of the chat model cannot be read (${detail}).${mayBeBilled}`,
  chat_answer_empty: () => `The answer of the chat model is empty.${mayBeBilled}`,
  chat_answer_truncated: () => `The answer of the chat model is incomplete.${mayBeBilled}`,
  chat_model_refused: () => `The chat model refused to read the sentence.${mayBeBilled}`,
  reading_not_json: () => `The answer of the chat model is not JSON.${mayBeBilled}`,
  reading_other_schema: ({ at }) =>
    `The answer of the chat model does not have the expected form, at ${at}.${mayBeBilled}`,
  reading_unfounded: ({ settings }) =>
    `Of ${settings === 1 ? 'the one setting' : `all ${settings} settings`} that the chat model stated, the sentence supports none.${mayBeBilled}`,
} as const satisfies {
  readonly [Code in ReadingFailureCode]: (failure: Extract<ReadingFailure, { code: Code }>) => string;
};

export const droppedSettingSentences = {
  quote_not_in_sentence: (quote) => `the sentence does not say ${quote}`,
  value_not_in_quote: (quote) => `${quote} does not say so`,
  value_unreadable: () => 'it is not a valid value for this field',
  limit_not_checkable: (quote) => `${quote} is not an amount of US dollars in digits`,
  limit_raised: () => 'the sentence sets a lower limit',
  field_unknown: () => 'there is no such field',
} as const satisfies Readonly<Record<DroppedSettingCode, (quote: string) => string>>;
