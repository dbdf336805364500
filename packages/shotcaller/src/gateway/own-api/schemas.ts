import { type ProfileName, profiles, requestFormats } from '@shotcaller/core';
import { z } from 'zod';

/** What validates requests of our own API; the OpenAPI description is made from these. */

const usd = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, 'must be US dollars, for example "0.50"'))
  .describe('US dollars, a decimal.');

const question = {
  // Held against core's own schema, which is lenient where JSON Schema cannot say it.
  requirements: z.record(z.string(), z.unknown()).optional().meta({ $ref: '#/components/schemas/Requirements' }),
  sentence: z
    .string()
    .min(1)
    .max(8000)
    .optional()
    .describe('A plain sentence; fields of the requirements win over it.'),
  profile: z.enum(Object.keys(profiles) as [ProfileName, ...ProfileName[]]).optional(),
  weights: z
    .strictObject({
      speed: z.number().min(0).optional(),
      cost: z.number().min(0).optional(),
      quality: z.number().min(0).optional(),
    })
    .optional()
    .describe('Own weights instead of a profile; scaled to sum 1.'),
  method: z.enum(['evidence', 'cookbook']).optional(),
  includeUnknown: z.boolean().optional().describe('Rank models too whose catalogue entry leaves something open.'),
  pickBy: z.enum(['safe', 'expected']).optional(),
  incumbent: z.string().max(256).optional().describe('The model picked last time, kept unless clearly beaten.'),
};

const model = z.string().min(1).max(256).optional();

export const selectSchema = z.strictObject(question);
export const quoteSchema = z.strictObject({ ...question, model });
export const previewSchema = z.strictObject({
  ...question,
  model: model.describe('An id, or auto (default): the pick.'),
  formats: z.array(z.enum(requestFormats)).max(requestFormats.length).optional(),
});
export const runSchema = z.strictObject({
  ...question,
  model: model.describe('An id, or auto (default).'),
  maxUsd: usd.optional().describe('Most that all attempts together may cost.'),
  fallback: z.number().int().min(0).max(5).optional().describe('Further models that may be tried.'),
  key: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
    .optional()
    .describe('Dedupe key: a repeated order returns the first one.'),
  allowTwoBills: z.boolean().optional(),
  confirmUsd: usd.optional().describe('Nothing is bought when the upper end of the quote is above this.'),
  callbackUrl: z.string().max(2048).optional(),
  sidecar: z.boolean().optional(),
});
export const resumeSchema = z.strictObject({ watchSeconds: z.number().int().min(1).max(86_400).optional() });
export const jobsQuerySchema = z.strictObject({
  status: z.string().max(400).optional().describe('States, or open, ended; with commas between.'),
  model: z.string().max(256).optional(),
  since: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export const ledgerQuerySchema = z.strictObject({
  since: z.iso.date().optional().describe('First UTC day.'),
  until: z.iso.date().optional().describe('Last UTC day.'),
  format: z.enum(['json', 'csv']).default('json'),
});
export const diffQuerySchema = z.strictObject({
  from: z.enum(['bundled', 'current']).default('bundled'),
  to: z.enum(['bundled', 'current']).default('current'),
});

export type QuestionInput = z.infer<typeof selectSchema>;
export type RunInput = z.infer<typeof runSchema>;
