import { readFileSync } from 'node:fs';
import { z } from 'zod';
import bundled from './data/catalog.json' with { type: 'json' };
import type { WireModel } from './wire.ts';

/** The catalogue that comes with the simulator: 30 models as of 2026-10-08. */
export function bundledModels(): readonly WireModel[] {
  return parseModels(bundled, 'the bundled catalogue');
}

/** A catalogue file is not there or cannot be read. */
export class CatalogFileError extends Error {
  override readonly name = 'CatalogFileError';
}

/** Reads a catalogue file: `{data: [model…]}` as `GET /videos/models` answers it, or the bare array. Throws CatalogFileError. */
export function readModels(path: string): readonly WireModel[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new CatalogFileError(`Cannot read the catalogue ${path}: ${(cause as Error).message}`, { cause });
  }
  return parseModels(content, path);
}

const texts = z.array(z.string()).nullable().default(null);

const modelSchema = z.object({
  id: z.string().min(1),
  canonical_slug: z.string().optional(),
  hugging_face_id: z.string().nullable().default(null),
  name: z.string().optional(),
  description: z.string().nullish(),
  created: z.number().int().default(0),
  supported_resolutions: texts,
  supported_aspect_ratios: texts,
  supported_sizes: texts,
  supported_durations: z.array(z.number()).nullable().default(null),
  supported_frame_images: z
    .array(z.enum(['first_frame', 'last_frame']))
    .nullable()
    .default(null),
  upscale_factor: z.object({ min: z.number().nullish(), max: z.number().nullish() }).nullable().default(null),
  creativity: z.array(z.number()).nullable().default(null),
  generate_audio: z.boolean().nullable().default(null),
  seed: z.boolean().nullable().default(null),
  pricing_skus: z.record(z.string(), z.string()).nullable().default(null),
  allowed_passthrough_parameters: z.array(z.string()).default([]),
});

function parseModels(content: unknown, source: string): readonly WireModel[] {
  const list = z.union([z.object({ data: z.array(modelSchema) }), z.array(modelSchema)]).safeParse(content);
  if (!list.success) {
    throw new Error(`${source} is not a catalogue ({"data": [model, …]}): ${z.prettifyError(list.error)}`);
  }
  const models = Array.isArray(list.data) ? list.data : list.data.data;
  return models.map((model) => ({
    ...model,
    canonical_slug: model.canonical_slug ?? model.id,
    name: model.name ?? model.id,
    // The official SDK refuses a model whose description is missing or null.
    description: model.description ?? `${model.name ?? model.id} (no description in the catalogue file).`,
  })) as readonly WireModel[];
}
