import type { DroppedSetting, DroppedSettingCode, ReadingFailure, ReadingFailureCode } from '../reading-failure.ts';
import { dollars } from './values.ts';
import { isListed, unlistedSentence } from './written-by-another-version.ts';

/** Why a sentence was read by rules although a model was asked for. */
export function readingFailureSentence(failure: ReadingFailure): string {
  if (!isListed(readingFailureSentences, failure.code)) return unlistedSentence(failure);
  const why = (readingFailureSentences[failure.code] as (failure: ReadingFailure) => string)(failure);
  return `${why} The sentence was read by rules instead, which know English only.`;
}

/** What a model named and why it does not count. */
export function droppedSettingSentence({ code, field, value, quote }: DroppedSetting): string {
  return `The model’s ${field} ${JSON.stringify(value)} does not count: ${droppedSettingSentences[code](JSON.stringify(quote))}.`;
}

const amountOf = (usd: string | null | undefined) => (usd ? dollars(usd) : 'an unknown amount');
const said = (message: string) => (message === '' ? '' : ` It says: ${message.replace(/[.\s]+$/, '')}.`);

export const readingFailureSentences = {
  sentence_too_long: ({ characters, most }) =>
    `The sentence has ${characters} characters, and a model reads at most ${most}. Nothing was sent.`,
  reading_over_budget: ({ limit: { limitUsd, neededUsd } }) =>
    `Reading the sentence with a model may cost up to ${amountOf(neededUsd)}, which is over a limit of ${amountOf(limitUsd)}. Nothing was sent.`,
  reading_key_revoked: () => 'This key was revoked. Nothing was sent.',
  reading_not_booked: ({ detail }) =>
    `The cost of a model could not be booked in the ledger (${detail}). Nothing was sent.`,
  chat_not_reached: ({ detail }) => `The model was not reached (${detail}).`,
  chat_timed_out: ({ seconds }) =>
    `The model did not answer within ${seconds} s. It may be billed all the same, so its highest price stays booked.`,
  chat_key_refused: ({ message }) => `OpenRouter did not accept the key for chat. Nothing was billed.${said(message)}`,
  chat_no_credits: ({ message }) => `The account has no credit for chat. Nothing was billed.${said(message)}`,
  chat_no_endpoint: ({ message }) =>
    `OpenRouter has no endpoint for this chat model that takes a strict schema within the price limit. Nothing was billed. Name another model with --llm MODEL.${said(message)}`,
  chat_rate_limited: ({ message }) =>
    `OpenRouter accepts no more chat requests at the moment. Nothing was billed.${said(message)}`,
  chat_refused: ({ httpStatus, message }) =>
    `OpenRouter refused the chat (HTTP ${httpStatus}). Nothing was billed.${said(message)}`,
  chat_service_error: ({ httpStatus, message }) =>
    `OpenRouter failed at the chat (HTTP ${httpStatus}). It may be billed all the same, so its highest price stays booked.${said(message)}`,
  chat_error_in_answer: ({ message }) => `The model’s answer is an error.${said(message)}`,
  chat_answer_unreadable: ({ detail }) => `The model’s answer cannot be read (${detail}).`,
  chat_answer_empty: () => 'The model’s answer is empty.',
  chat_answer_truncated: () => 'The model’s answer ends in the middle.',
  chat_model_refused: () => 'The model refused to read the sentence.',
  reading_not_json: () => 'The model’s answer is not the JSON that was asked for.',
  reading_other_schema: ({ at }) => `The model’s answer does not have the form that was asked for, at ${at}.`,
  reading_unfounded: ({ settings }) =>
    `Of ${settings === 1 ? 'the one setting' : `all ${settings} settings`} that the model named, none is supported by the words that it quotes.`,
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
