import { z } from 'zod';

const media = z.object({ url: z.string() });
const imagePart = z.object({ type: z.literal('image_url'), image_url: media });

/**
 * The body of `POST /videos`. A violation is answered with zod's own error, as the real service does, so messages and
 * paths are the real library's. Unknown fields pass and are dropped.
 */
export const submitSchema = z.object({
  model: z.string(),
  prompt: z.string().optional(),
  duration: z.number().int().min(1).optional(),
  resolution: z.enum(['360p', '480p', '720p', '768p', '1080p', '1K', '2K', '4K']).optional(),
  aspect_ratio: z.enum(['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9', '9:21']).optional(),
  size: z.string().optional(),
  generate_audio: z.boolean().optional(),
  seed: z.number().int().optional(),
  frame_images: z.array(imagePart.extend({ frame_type: z.enum(['first_frame', 'last_frame']) })).optional(),
  input_references: z
    .array(
      z.discriminatedUnion('type', [
        imagePart,
        z.object({ type: z.literal('audio_url'), audio_url: media }),
        z.object({ type: z.literal('video_url'), video_url: media }),
      ]),
    )
    .optional(),
  previous_job_id: z
    .string()
    .regex(/^gen-vid-\d+-[0-9A-Za-z]{20}$/)
    .optional(),
  upscale_factor: z.number().gt(0).optional(),
  creativity: z.number().int().optional(),
  callback_url: z.url().optional(),
  // A wrong slug, or options that are no object, are dropped without a word: the real service does the same.
  provider: z.object({ options: z.record(z.string(), z.unknown()).optional() }).optional(),
  session_id: z.string().max(256).optional(),
  user: z.string().optional(),
  trace: z.record(z.string(), z.unknown()).optional(),
});

/** The body of a submit, as the API documents it. */
export type SubmitRequest = z.infer<typeof submitSchema>;
export type InputReference = NonNullable<SubmitRequest['input_references']>[number];

/** The URL of a reference, whatever its kind. */
export function referenceUrl(reference: InputReference): string {
  switch (reference.type) {
    case 'image_url':
      return reference.image_url.url;
    case 'audio_url':
      return reference.audio_url.url;
    case 'video_url':
      return reference.video_url.url;
    default:
      throw reference satisfies never;
  }
}
