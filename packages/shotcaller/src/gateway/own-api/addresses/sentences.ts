import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { usd } from './values.ts';

const sentenceRequest = named(
  'SentenceToRead',
  z.strictObject({
    sentence: z.string().min(1).max(8000).describe('A description of the clip. With `llm` it can be in any language.'),
    llm: z
      .union([z.boolean(), z.string().regex(/^[\w.~-]+\/[\w.:-]+$/)])
      .default(false)
      .describe(
        'false (default): built-in rules read the sentence, in English only, at no cost. true: a chat model reads it, in any language, for a fraction of a cent. Or name the chat model, as author/slug.',
      ),
  }),
);

const told = {
  code: z.string(),
  message: z.string(),
};

const readSentence = object('ReadSentence', 'The requirements that a sentence states.', {
  by: z.enum(['rules', 'model']),
  prompt: z
    .string()
    .nullable()
    .describe('The part of the sentence that is the prompt, word for word. No model rewrites it.'),
  requirements: z.record(z.string(), z.unknown()).describe('Send these as `requirements`, together with the prompt.'),
  profile: z.enum(['fastAndCheap', 'qualityAndCost', 'balanced']).nullable(),
  used: z
    .array(z.object({ text: z.string(), field: z.string(), value: z.unknown() }))
    .describe('Which words were read as which setting. Show them to the user before you buy anything.'),
  notUnderstood: z.array(z.string()),
  needed: z.array(z.string()).describe('Inputs, such as pictures, that the sentence mentions but does not contain.'),
  conflicts: z.array(z.object({ field: z.string(), values: z.array(z.unknown()), texts: z.array(z.string()) })),
  otherLanguage: z
    .boolean()
    .describe(
      'true: the sentence does not look like English, so the rules read only settings that are written as in English, such as 8s, 9:16 or 720p.',
    ),
  failure: z
    .object(told)
    .nullable()
    .describe('Why the rules read the sentence although you asked for a chat model; null: that did not happen.'),
  dropped: z
    .array(z.object({ ...told, field: z.string(), value: z.string(), quote: z.string() }))
    .describe('Settings that the chat model stated but the sentence does not support. They are left out.'),
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
    .describe('Settings that could be meant differently. Ask the user when it would change the pick.'),
  cost: z
    .object({
      model: z.string(),
      billedUsd: usd.nullable().describe('The bill; null: not stated, and at most `bookedUsd`.'),
      bookedUsd: usd,
    })
    .nullable()
    .describe('What the reading cost. It counts toward the limits per day, month and key. null: nothing was bought.'),
});

export type ReadSentenceAnswer = Of<typeof readSentence>;

export const sentenceAddresses = {
  'POST /v1/sentences': {
    name: 'readSentence',
    summary: 'Turn a sentence into requirements: with rules, or with a chat model in any language',
    description:
      'With `llm` this request spends a fraction of a cent. The chat request is sent once. If it fails, the rules read the sentence and `failure` says why.',
    body: sentenceRequest,
    answers: { 200: { description: 'The sentence as it was read', json: readSentence } },
    errors: {},
  },
} satisfies Addresses;
