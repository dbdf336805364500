import type { Requirements } from '@shotcaller/core';
import { z } from 'zod';
import { objectOf } from '../../openapi/schemas.ts';
import { usd } from './values.ts';

const image = z.object({
  url: z.string(),
  width: z.number().exactOptional(),
  height: z.number().exactOptional(),
});

const allowDeny = z.object({ allow: z.array(z.string()), deny: z.array(z.string()) });

const rangeOf = <Value extends z.ZodType>(value: Value) =>
  z.object({ min: value.exactOptional(), max: value.exactOptional() });

/** Requirements as answers state them; what requests may write is core's own, more lenient schema. */
export const normalizedRequirements = objectOf<Requirements>()(
  'NormalizedRequirements',
  'The requirements of the clip with every default filled in and every spelling normalized. A field that is absent was not asked for.',
  {
    task: z.enum(['generate', 'continue', 'edit', 'upscale', 'avatar']),
    prompt: z.string().exactOptional(),
    durationSeconds: z
      .union([z.number(), rangeOf(z.number())])
      .exactOptional()
      .describe('Length in seconds, or {min, max} if any length between them is fine.'),
    resolution: z
      .union([z.string(), rangeOf(z.string())])
      .exactOptional()
      .describe('A resolution, or {min, max} if any resolution between them is fine.'),
    aspectRatio: z.string().exactOptional().describe('WIDTH:HEIGHT, or `adaptive`.'),
    size: z.string().exactOptional().describe('WIDTHxHEIGHT in pixels.'),
    firstFrame: image.exactOptional(),
    lastFrame: image.exactOptional(),
    references: z.array(
      z.object({
        kind: z.enum(['image', 'audio', 'video']),
        url: z.string(),
        durationSeconds: z.number().exactOptional(),
      }),
    ),
    audio: z.union([z.boolean(), z.literal('any')]).exactOptional(),
    seed: z.number().exactOptional(),
    passthrough: z.array(z.object({ name: z.string(), value: z.unknown().exactOptional() })),
    providers: allowDeny.describe('Authors of models. An empty `allow` allows all of them.'),
    models: allowDeny.describe('Model ids. An empty `allow` allows all of them.'),
    maxUsd: usd.exactOptional(),
    maxSeconds: z.number().exactOptional(),
    minQuality: z.number().exactOptional(),
    previousJobId: z.string().exactOptional(),
    sourceVideo: z
      .object({
        url: z.string().exactOptional(),
        width: z.number().exactOptional(),
        height: z.number().exactOptional(),
        durationSeconds: z.number().exactOptional(),
      })
      .exactOptional(),
    upscaleFactor: z.number().exactOptional(),
    creativity: z.number().exactOptional(),
  },
);
