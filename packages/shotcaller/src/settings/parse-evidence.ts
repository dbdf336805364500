import { type GivenEvidence, shortSideOf } from '@shotcaller/core';
import { z } from 'zod';
import { SettingsError } from './settings-error.ts';

/** Reads a parsed evidence file. `path` is for the message only. Throws SettingsError with every field that is wrong. */
export function parseEvidence(json: unknown, path: string): GivenEvidence {
  const result = evidenceFile.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path: at, message }) => `${placeOf(at)}: ${message}`);
  throw new SettingsError('evidence_invalid', path, `${problems.join('; ')}. Correct the file.`);
}

/** `ratings[2].score`. */
function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the whole file';
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
    .join('');
}

const model = z.string().min(1).max(200);
const date = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(T[\d:.]+Z?)?$/, 'must be a date such as 2026-11-20')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a date that exists');
const source = z.string().min(1, 'must say where the figure is from').max(200);
const task = z.enum(['text-to-video', 'image-to-video'], 'must be text-to-video or image-to-video');
const points = z.number('must be a number of points').min(0).max(4000);

const resolution = z
  .string()
  .max(20)
  .refine((name) => shortSideOf(name) !== undefined, 'must be a class such as 720p or 2K');

const rating = z
  .strictObject({
    model,
    task,
    score: points,
    low: points.exactOptional(),
    high: points.exactOptional(),
    votes: z.number().int().min(1).exactOptional(),
    resolution: resolution.exactOptional(),
    asOf: date,
    source,
  })
  .refine(({ low, high }) => (low === undefined) === (high === undefined), 'low and high belong together')
  .refine(
    ({ score, low = score, high = score }) => low <= score && score <= high,
    'score must lie between low and high',
  );

const time = z.strictObject({
  model,
  seconds: z.number('must be a number of seconds').positive().max(86_400),
  durationSeconds: z.number('must be a number of seconds').positive().max(3600),
  clips: z.number().int().min(1).exactOptional(),
  resolution: resolution.exactOptional(),
  provider: z.string().min(1).max(100).exactOptional(),
  asOf: date,
  source,
});

const ratio = z.number('must be a ratio of bill over list price').positive().max(100);

const price = z
  .strictObject({
    model,
    factor: ratio,
    low: ratio.exactOptional(),
    high: ratio.exactOptional(),
    sku: z.string().min(1).max(500).exactOptional(),
    task: z.enum(['generate', 'continue', 'edit', 'upscale', 'avatar']).exactOptional(),
    n: z.number().int().min(1).exactOptional(),
    asOf: date,
    source,
  })
  .refine(({ low, high }) => (low === undefined) === (high === undefined), 'low and high belong together')
  .refine(
    ({ factor, low = factor, high = factor }) => low <= factor && factor <= high,
    'factor must lie between low and high',
  );

const vote = z
  .strictObject({
    models: z.tuple([model, model]),
    better: model.nullable(),
    task,
    tag: z.string().min(1).max(100).exactOptional(),
    votedAt: date,
  })
  .refine(({ models: [one, other] }) => one !== other, 'models must be two different ones')
  .refine(({ models, better }) => better === null || models.includes(better), 'better must be one of models, or null');

/** `evidence.json`: ratings, times, prices and votes of your own. Each of the first three says where it is from, of when and of how many. */
const evidenceFile = z.strictObject({
  asOf: date.exactOptional(),
  ratings: z.array(rating).max(10_000).exactOptional(),
  times: z.array(time).max(10_000).exactOptional(),
  prices: z.array(price).max(10_000).exactOptional(),
  votes: z.array(vote).max(100_000).exactOptional(),
});
