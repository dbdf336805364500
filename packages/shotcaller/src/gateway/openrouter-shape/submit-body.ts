import { z } from 'zod';
import { sha256Of } from '../../disk/sha256-of.ts';
import { named } from '../openapi/schemas.ts';

/** The body of a submit, types checked, values left to the service. Fields that it does not name are passed on unchanged. */
export const submitBodySchema = named(
  'VideoSubmit',
  z.looseObject({
    model: z.string().min(1).max(256),
    prompt: z.string().max(400_000).nullish(),
    duration: z.number().int().nullish(),
    resolution: z.string().max(64).nullish(),
    aspect_ratio: z.string().max(64).nullish(),
    size: z.string().max(64).nullish(),
    generate_audio: z.boolean().nullish(),
    seed: z.number().int().nullish(),
    frame_images: z
      .array(
        z.looseObject({
          type: z.literal('image_url'),
          image_url: z.looseObject({ url: z.string() }),
          frame_type: z.enum(['first_frame', 'last_frame']),
        }),
      )
      .nullish(),
    input_references: z
      .array(
        z.union([
          z.looseObject({ type: z.literal('image_url'), image_url: z.looseObject({ url: z.string() }) }),
          z.looseObject({ type: z.literal('audio_url'), audio_url: z.looseObject({ url: z.string() }) }),
          z.looseObject({ type: z.literal('video_url'), video_url: z.looseObject({ url: z.string() }) }),
        ]),
      )
      .nullish(),
    previous_job_id: z.string().max(512).nullish(),
    upscale_factor: z.number().nullish(),
    creativity: z.number().nullish(),
    provider: z.looseObject({ options: z.record(z.string(), z.unknown()).nullish() }).nullish(),
    callback_url: z.string().max(2048).nullish(),
  }),
);

export type SubmitBody = z.infer<typeof submitBodySchema>;

/** Whether a text anywhere in the body holds half of a character, a surrogate alone, which JSON writes as an escape and no text can carry. */
export function holdsHalfCharacter(body: unknown): boolean {
  return /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/.test(JSON.stringify(body));
}

/** SHA-256 of the body with keys in alphabetical order: what was written in another order is the same order. */
export function hashOfBody(body: unknown): string {
  return sha256Of(JSON.stringify(sorted(body)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
