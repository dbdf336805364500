import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { usd } from './values.ts';

const sentenceRequest = named(
  'SentenceToRead',
  z.strictObject({
    sentence: z.string().min(1).max(8000).describe('What a clip shall be, in whatever language.'),
    llm: z
      .union([z.boolean(), z.string().regex(/^[\w.~-]+\/[\w.:-]+$/)])
      .default(false)
      .describe(
        'false (default): rules read it, in English, at no cost. true: a chat model does, in any language, for a fraction of a cent; or a chat model by name, author/slug.',
      ),
  }),
);

const told = {
  code: z.string(),
  message: z.string(),
};

const readSentence = object('ReadSentence', 'What a sentence asks of a clip.', {
  by: z.enum(['rules', 'model']),
  prompt: z.string().nullable().describe('A piece of the sentence, never rewritten; no model touches it.'),
  requirements: z.record(z.string(), z.unknown()).describe('To be sent as `requirements`, beside the prompt.'),
  profile: z.enum(['fastAndCheap', 'qualityAndCost', 'balanced']).nullable(),
  used: z
    .array(z.object({ text: z.string(), field: z.string(), value: z.unknown() }))
    .describe('Which words were taken for what. Show them before anything is bought.'),
  notUnderstood: z.array(z.string()),
  needed: z.array(z.string()).describe('Inputs that the sentence speaks of and does not give.'),
  conflicts: z.array(z.object({ field: z.string(), values: z.array(z.unknown()), texts: z.array(z.string()) })),
  otherLanguage: z.boolean().describe('It looks like another language than English, and rules have read it.'),
  failure: z.object(told).nullable().describe('Why the rules have read it although a model was asked for.'),
  dropped: z
    .array(z.object({ ...told, field: z.string(), value: z.string(), quote: z.string() }))
    .describe('What the model named and what the sentence does not bear out.'),
  doubts: z
    .array(
      z.object({
        field: z.string(),
        text: z.string(),
        value: z.unknown(),
        otherwise: z.unknown().exactOptional(),
        why: z.enum(['inferred', 'rules_disagree']),
      }),
    )
    .describe('What may be meant otherwise: ask where it changes the pick.'),
  cost: z
    .object({
      model: z.string(),
      billedUsd: usd.nullable().describe('null: not stated; then bookedUsd is the most that it can be.'),
      bookedUsd: usd,
    })
    .nullable()
    .describe('In the ledger beside the clips, within the limits of day, month and key. null: nothing was bought.'),
});

export type ReadSentenceAnswer = Of<typeof readSentence>;

export const sentenceAddresses = {
  'POST /v1/sentences': {
    name: 'readSentence',
    summary: 'A sentence to requirements: by rules, or by a chat model in any language',
    description:
      'With `llm` it spends a fraction of a cent, and sends the chat once: whatever fails, the rules read the sentence and `failure` says why.',
    body: sentenceRequest,
    answers: { 200: { description: 'The sentence as it was read', json: readSentence } },
    errors: {},
  },
} satisfies Addresses;
