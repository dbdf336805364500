import { z } from 'zod';
import { named, type Of, object } from '../openapi/schemas.ts';
import { usd } from '../own-api/addresses/values.ts';

/** Answers as OpenRouter words them; what the gateway adds stands under `shotcaller`. Absent is absent, never null. */

const status = z.enum(['pending', 'in_progress', 'completed', 'failed', 'cancelled', 'expired']);

const facts = {
  model: z.string().describe('The model that was chosen.'),
  requested: z.string().exactOptional().describe('The model as asked for; may be auto.'),
  quoted_usd: usd.exactOptional().describe('Expected price, an exact decimal as a string. Absent: not known.'),
  quoted_high_usd: usd
    .exactOptional()
    .describe('Upper end of the quote, an exact decimal as a string. Absent: not known.'),
  why: z.string().exactOptional().describe('Why this model, one sentence.'),
  state: z.string().describe('A state of the ledger, as in Job.'),
  remote_id: z.string().exactOptional().describe('The id at the service. Absent: none was given.'),
  sha256: z.string().exactOptional().describe('Of the verified file.'),
  differences: z
    .array(z.looseObject({ code: z.string() }))
    .exactOptional()
    .describe('How the file differs from what was asked for. Absent: not at all.'),
  findings: z
    .array(z.object({ code: z.string(), field: z.string(), message: z.string() }))
    .exactOptional()
    .describe('What was worth knowing of the request and its pictures when it was ordered. Absent: nothing.'),
};

const videoFacts = named('VideoFacts', z.object(facts).describe('What the gateway adds: choice, quote, state.'));

export const submittedVideo = object('SubmittedVideo', 'A clip that is bought, or being bought.', {
  id: z.string(),
  polling_url: z.string().describe('Absolute.'),
  status: z.literal('pending'),
  shotcaller: z.object({ ...facts, repeated: z.boolean().describe('true: this is an earlier job.') }),
});

export const videoJob = object('VideoJob', 'How a job stands.', {
  id: z.string(),
  generation_id: z.string(),
  polling_url: z.string().describe('Absolute.'),
  status,
  unsigned_urls: z.array(z.string()).exactOptional().describe('Where the clip is; once it is completed.'),
  usage: z
    .object({ cost: z.number().describe('US dollars, a number as the service has it.'), is_byok: z.boolean() })
    .exactOptional()
    .describe('Absent: not completed, or a bill was not stated.'),
  error: z.string().exactOptional(),
  model: z.string(),
  shotcaller: videoFacts,
});

const words = z.array(z.string()).nullable();

const modelFields = z.object({
  id: z.string(),
  canonical_slug: z.string(),
  name: z.string(),
  created: z.number().describe('Unix seconds.'),
  description: z.string(),
  supported_resolutions: words,
  supported_aspect_ratios: words,
  supported_sizes: words,
  supported_durations: z.array(z.number()).nullable(),
  supported_frame_images: words,
  upscale_factor: z.object({ min: z.number(), max: z.number() }).nullable(),
  creativity: z.array(z.number()).nullable(),
  generate_audio: z.boolean().nullable(),
  seed: z.boolean().nullable(),
  pricing_skus: z
    .record(z.string(), z.string())
    .nullable()
    .describe('Decimal strings by price key; null: an auto, or not stated.'),
  allowed_passthrough_parameters: z.array(z.string()),
});

const listedModel = named(
  'ListedModel',
  modelFields
    .loose()
    .describe(
      'A model as the service lists it, further fields as served; an auto has the union of what the models can.',
    ),
);

export const modelList = named('ModelList', z.object({ data: z.array(listedModel).describe('The autos first.') }));

export const wireError = object('WireError', 'The service’s envelope for errors.', {
  error: z.object({
    code: z.int().describe('The status.'),
    message: z.string(),
    metadata: z.record(z.string(), z.unknown()).exactOptional().describe('error_type and what else there is to say.'),
  }),
});

export const wireIssues = object('WireIssues', 'The service’s second form of a 400: a value outside the schema.', {
  success: z.literal(false),
  error: z.object({
    name: z.literal('ZodError'),
    message: z.string().describe('The issues, as JSON in a string.'),
  }),
});

export type SubmittedVideo = Of<typeof submittedVideo>;
export type VideoJob = Of<typeof videoJob>;
export type VideoFacts = Of<typeof videoFacts>;
/** The fields that every model has. */
export type ModelFields = Of<typeof modelFields>;
export type ModelList = Of<typeof modelList>;
export type WireError = Of<typeof wireError>;
export type WireIssues = Of<typeof wireIssues>;
