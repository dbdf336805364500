import { type Preferences, type ProfileName, profiles } from '@shotcaller/core';
import { z } from 'zod';

/** What a brief is written with in JSON, beside the requirements, which core reads itself: one schema for the gateway and for agents. */

const weight = z.number().min(0).exactOptional();

export const sentenceField = z
  .string()
  .min(1)
  .max(8000)
  .exactOptional()
  .describe(
    'One plain English sentence, for example "a 5 second vertical clip of a paper boat, cheap, no sound". Use it instead of `requirements`, or together with them; their fields take precedence. The rest of the sentence is the prompt, word for word.',
  );

export const modelField = z.string().min(1).max(256).exactOptional();

export const preferenceFields = {
  profile: z
    .enum(Object.keys(profiles) as [ProfileName, ...ProfileName[]])
    .exactOptional()
    .describe('How to rank the models that fit. Default: the configured profile, or `balanced`.'),
  weights: z
    .strictObject({ speed: weight, cost: weight, quality: weight })
    .exactOptional()
    .describe('Your own weights instead of a profile. They are scaled so that they add up to 1.'),
  method: z
    .enum(['evidence', 'cookbook'])
    .exactOptional()
    .describe(
      'evidence (default): rank by measured times and human votes. cookbook: rank by the placeholder formula of OpenRouter’s guide.',
    ),
  includeUnknown: z.boolean().exactOptional().describe('Also rank models with missing specifications. Default false.'),
  pickBy: z
    .enum(['safe', 'expected'])
    .exactOptional()
    .describe('Rank by the worst-case score (`safe`, default) or by the expected score (`expected`).'),
  incumbent: z
    .string()
    .max(256)
    .exactOptional()
    .describe('The model that you used last time. It is kept unless another model is clearly better.'),
  tag: z
    .string()
    .min(1)
    .max(100)
    .exactOptional()
    .describe('What the shot is about, for example `talking`. Of your votes, only those with this tag count.'),
} satisfies Readonly<Record<keyof Preferences, z.ZodType>>;
