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
    'Instead of requirements, or beside them: one plain English sentence, "a 5 second vertical clip of a paper boat, cheap, no sound". Fields of requirements win over it. What remains of it is the prompt, word for word.',
  );

export const modelField = z.string().min(1).max(256).exactOptional();

export const preferenceFields = {
  profile: z
    .enum(Object.keys(profiles) as [ProfileName, ...ProfileName[]])
    .exactOptional()
    .describe('How models that fit are ranked. Default: the configured one, else balanced.'),
  weights: z
    .strictObject({ speed: weight, cost: weight, quality: weight })
    .exactOptional()
    .describe('Own weights instead of a profile; scaled to sum 1.'),
  method: z
    .enum(['evidence', 'cookbook'])
    .exactOptional()
    .describe(
      'evidence (default): measured seconds and human votes. cookbook: the placeholders of OpenRouter’s guide.',
    ),
  includeUnknown: z.boolean().exactOptional().describe('Rank models with missing specifications too. Default false.'),
  pickBy: z
    .enum(['safe', 'expected'])
    .exactOptional()
    .describe('Rank by the worst-case score (safe, default), or by the expected one.'),
  incumbent: z
    .string()
    .max(256)
    .exactOptional()
    .describe('The model of last time, kept unless another is clearly better.'),
  tag: z
    .string()
    .min(1)
    .max(100)
    .exactOptional()
    .describe('What the shot is about, for example talking: of your votes only those with this tag count.'),
} satisfies Readonly<Record<keyof Preferences, z.ZodType>>;
