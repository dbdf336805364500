import { z } from 'zod';
import { named, type Of, object } from '../openapi/schemas.ts';
import { usd } from '../own-api/addresses/values.ts';

/** Answers as OpenRouter words them; what the gateway adds stands under `shotcaller`. Absent is absent, never null. */

const status = z.enum(['pending', 'in_progress', 'completed', 'failed', 'cancelled', 'expired']);

const facts = {
  model: z.string().describe('The model that was chosen.'),
  requested: z.string().exactOptional().describe('The model as you asked for it; may be `auto`.'),
  quoted_usd: usd
    .exactOptional()
    .describe('Expected price in US dollars, an exact decimal as a string. Absent: not known.'),
  quoted_high_usd: usd
    .exactOptional()
    .describe('Upper end of the quote in US dollars, an exact decimal as a string. Absent: not known.'),
  why: z.string().exactOptional().describe('Why this model was chosen, in one sentence.'),
  state: z.string().describe('The state of the job, as in `Job`.'),
  remote_id: z.string().exactOptional().describe('OpenRouter’s id of the job. Absent: OpenRouter gave none.'),
  sha256: z.string().exactOptional().describe('SHA-256 of the verified file.'),
  differences: z
    .array(z.looseObject({ code: z.string() }))
    .exactOptional()
    .describe('How the file differs from what you asked for. Absent: it does not differ.'),
  findings: z
    .array(z.object({ code: z.string(), field: z.string(), message: z.string() }))
    .exactOptional()
    .describe('Warnings about the request and its pictures when the job was ordered. Absent: there were none.'),
};

const videoFacts = named(
  'VideoFacts',
  z.object(facts).describe('What the gateway adds to OpenRouter’s answer: the choice, the quote and the state.'),
);

export const submittedVideo = object('SubmittedVideo', 'A clip that was bought, or is being bought.', {
  id: z.string(),
  polling_url: z.string().describe('Absolute URL to poll.'),
  status: z.literal('pending'),
  shotcaller: z.object({
    ...facts,
    repeated: z.boolean().describe('true: this is a job that you ordered before; nothing more was bought.'),
  }),
});

export const videoJob = object('VideoJob', 'The current state of a job.', {
  id: z.string(),
  generation_id: z.string(),
  polling_url: z.string().describe('Absolute URL to poll.'),
  status,
  unsigned_urls: z
    .array(z.string())
    .exactOptional()
    .describe('Where to download the clip. Present once the job is completed.'),
  usage: z
    .object({ cost: z.number().describe('US dollars, a number as OpenRouter states it.'), is_byok: z.boolean() })
    .exactOptional()
    .describe('The bill. Absent: the job is not completed, or a bill was not stated.'),
  error: z.string().exactOptional(),
  model: z.string(),
  shotcaller: videoFacts,
});

const words = z.array(z.string()).nullable();

const modelFields = z.object({
  id: z.string(),
  canonical_slug: z.string(),
  name: z.string(),
  created: z.number().describe('Unix time in seconds.'),
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
    .describe('Price by price key, as decimal strings; null: this is an `auto` model, or the price is not stated.'),
  allowed_passthrough_parameters: z.array(z.string()),
});

const listedModel = named(
  'ListedModel',
  modelFields
    .loose()
    .describe(
      'A model as OpenRouter lists it, with all its fields. An `auto` model lists everything that at least one model can do.',
    ),
);

export const modelList = named(
  'ModelList',
  z.object({ data: z.array(listedModel).describe('The `auto` models first.') }),
);

export const wireError = object('WireError', 'An error in the form that OpenRouter uses.', {
  error: z.object({
    code: z.int().describe('The HTTP status.'),
    message: z.string(),
    metadata: z.record(z.string(), z.unknown()).exactOptional().describe('`error_type` and further details.'),
  }),
});

export const wireIssues = object(
  'WireIssues',
  'OpenRouter’s second form of a 400: a value that the schema does not allow.',
  {
    success: z.literal(false),
    error: z.object({
      name: z.literal('ZodError'),
      message: z.string().describe('The list of issues, as JSON in a string.'),
    }),
  },
);

export type SubmittedVideo = Of<typeof submittedVideo>;
export type VideoJob = Of<typeof videoJob>;
export type VideoFacts = Of<typeof videoFacts>;
/** The fields that every model has. */
export type ModelFields = Of<typeof modelFields>;
export type ModelList = Of<typeof modelList>;
export type WireError = Of<typeof wireError>;
export type WireIssues = Of<typeof wireIssues>;
