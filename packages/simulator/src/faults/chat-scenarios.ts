import { refuse } from '../refusal.ts';
import type { ChatBend } from './effects.ts';
import type { Scenario } from './scenarios.ts';

const always = Number.POSITIVE_INFINITY;

function refused(explains: string, ...refusal: Parameters<typeof refuse>): Scenario {
  const breakage = { how: 'answer', refusal: refuse(...refusal) } as const;
  return { explains, times: always, effect: { at: 'chat-refuse', breakage } };
}

function bent(explains: string, bend: ChatBend): Scenario {
  return { explains, times: always, effect: { at: 'chat-answer', bend } };
}

/** Faults of `POST /chat/completions`. They leave videos alone. */
export const chatScenarios = {
  'chat-401': refused('chat is refused: the key does not exist', 401, 'User not found.'),
  'chat-402': refused(
    'chat is refused: the account has no credits',
    402,
    'Insufficient credits. Add more using https://openrouter.ai/credits',
    { metadata: { limit_source: 'openrouter_credits', error_type: 'payment_required' } },
  ),
  'chat-404': refused(
    'chat is refused: no endpoint takes a strict schema, said as if there were no such model',
    404,
    'No endpoints found that can handle the requested parameters.',
  ),
  'chat-429': refused('chat is refused: 429 with Retry-After', 429, 'Rate limit exceeded', {
    headers: { 'Retry-After': '2' },
  }),
  'chat-500': refused('chat answers 500', 500, 'Internal Server Error'),
  'chat-503': refused('chat answers 503', 503, 'No endpoints available right now'),
  'chat-html': {
    explains: 'chat answers 502 with HTML',
    times: always,
    effect: { at: 'chat-refuse', breakage: { how: 'html', status: 502 } },
  },
  'chat-refused-reset': {
    explains: 'the connection of a chat is cut before anything is generated',
    times: always,
    effect: { at: 'chat-refuse', breakage: { how: 'reset' } },
  },
  'chat-reset': {
    explains: 'a chat is generated and billed, then the connection is cut',
    times: always,
    effect: { at: 'chat-lose', breakage: { how: 'reset' } },
  },
  'chat-slow': {
    explains: 'a chat is generated and billed, and its answer held back for ten minutes',
    times: always,
    effect: { at: 'chat-lose', breakage: { how: 'slow', seconds: 600 } },
  },
  'chat-error-in-200': bent('chat answers 200 with an error in the body', 'error-in-200'),
  'chat-empty': bent('the message of a chat is empty', 'empty'),
  'chat-truncated': bent('the message of a chat ends in the middle, at its limit of tokens', 'truncated'),
  'chat-refusal': bent('the model refuses', 'refusal'),
  'chat-fenced': bent('the JSON of a chat stands in a code fence', 'fenced'),
  'chat-prose': bent('the model answers with prose', 'prose'),
  'chat-other-schema': bent('the JSON of a chat has another form than asked for', 'other-schema'),
  'chat-false-quotes': bent('every quote in the JSON of a chat is made up', 'false-quotes'),
  'chat-wrong-values': bent('quotes are right, values are others than they say', 'wrong-values'),
  'chat-injected': bent('the model obeys the sentence: it raises maxUsd to 1000 and rewrites the prompt', 'injected'),
  'chat-endless': bent('the message of a chat has a million characters', 'endless'),
  'chat-no-cost': bent('usage.cost of a chat is missing', 'no-cost'),
  'chat-high-cost': bent('usage.cost of a chat is 900 dollars', 'high-cost'),
} as const satisfies Readonly<Record<string, Scenario>>;
