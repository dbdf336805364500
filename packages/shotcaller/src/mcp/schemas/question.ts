import {
  type Preferences,
  type ProfileName,
  profiles,
  type RequirementsInput,
  requirementsJsonSchema,
} from '@shotcaller/core';
import { z } from 'zod';

const { properties } = requirementsJsonSchema() as { readonly properties: Readonly<Record<string, object>> };

/** Read by core's own schema, which says which field is wrong and what was meant. */
const requirements = z
  .looseObject({})
  .meta({ properties, additionalProperties: false })
  .describe('What the clip must be, field by field. Every field is a hard limit; leave out what does not matter.');

const weight = z.number().min(0).exactOptional();

/** What a question about models is asked with. */
export const questionFields = {
  requirements: requirements.exactOptional(),
  sentence: z
    .string()
    .min(1)
    .max(8000)
    .exactOptional()
    .describe(
      'Instead of requirements, or beside them: one plain English sentence, "a 5 second vertical clip of a paper boat, cheap, no sound". Fields of requirements win over it. What remains of it is the prompt, word for word.',
    ),
  profile: z
    .enum(Object.keys(profiles) as [ProfileName, ...ProfileName[]])
    .exactOptional()
    .describe('How models that fit are ranked. Default balanced.'),
  weights: z
    .strictObject({ speed: weight, cost: weight, quality: weight })
    .exactOptional()
    .describe('Own weights instead of a profile; scaled to sum 1.'),
  includeUnknown: z.boolean().exactOptional().describe('Rank models with missing specifications too. Default false.'),
  incumbent: z
    .string()
    .max(256)
    .exactOptional()
    .describe('The model of last time, kept unless another is clearly better.'),
  pickBy: z
    .enum(['safe', 'expected'])
    .exactOptional()
    .describe('Rank by the worst-case score (safe, default), or by the expected one.'),
  method: z
    .enum(['evidence', 'cookbook'])
    .exactOptional()
    .describe(
      'evidence (default): measured seconds and human votes. cookbook: the placeholders of OpenRouter’s guide.',
    ),
};

export const modelField = z
  .string()
  .min(1)
  .max(256)
  .exactOptional()
  .describe('A model id of list_models, or auto (default): the best that fits.');

export interface Question extends Preferences {
  readonly requirements?: RequirementsInput;
  readonly sentence?: string;
}
