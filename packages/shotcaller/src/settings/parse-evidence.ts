import { dateOf, type GivenEvidence, shortSideOf, usdPattern } from '@shotcaller/core';
import { z } from 'zod';
import { utcDayOf } from '../iso-time.ts';
import { problemsOf } from './schema-problems.ts';
import { SettingsError } from './settings-error.ts';

/**
 * Reads a parsed evidence file. `path` is for the message only.
 *
 * @param now ISO 8601: what is dated after it is refused, for it would go before all that is known until that day
 * @throws SettingsError with the place of every field that is wrong, what it must be and what it is
 */
export function parseEvidence(json: unknown, path: string, now: string): GivenEvidence {
  const result = evidenceFile(lastDay(now)).safeParse(json);
  if (result.success) return result.data;
  throw new SettingsError('evidence_invalid', path, `${problemsOf(result.error, json)}. Correct the file.`);
}

/** It may be tomorrow already where the figure was read. */
function lastDay(now: string): string {
  return utcDayOf(Date.parse(now) + 86_400_000);
}

const model = z.string().min(1).max(200);
const source = z.string().min(1, 'must say where the figure is from').max(200);
const task = z.enum(['text-to-video', 'image-to-video']);
/** Five stars or a percentage is on another scale, and would be the worst rating of all. */
const points = z.number().min(500).max(2500);
const tally = z.number().int().min(1).max(1_000_000_000);
const seconds = z.number().min(0.1).max(86_400);
const ratio = z.number().min(0.001).max(100);
const usd = z.string().regex(usdPattern, 'must be dollars as text such as "0.2125"');

const resolution = z
  .string()
  .max(20)
  .refine((name) => shortSideOf(name) !== undefined, 'must be a class such as 720p or 2K');

/** A day, or a moment of it, that exists and is not after `last`. */
function dateUpTo(last: string) {
  return z
    .string()
    .regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?$/, {
      error: 'must be a date such as 2026-11-20',
      abort: true,
    })
    .refine(isDayOfTheCalendar, { error: 'must be a date that exists', abort: true })
    .refine((text) => dateOf(text) <= last, 'must not be in the future');
}

/** The clock of JavaScript takes February 30 for a day in March. */
function isDayOfTheCalendar(text: string): boolean {
  const day = Date.parse(dateOf(text));
  return !Number.isNaN(Date.parse(text)) && utcDayOf(day) === dateOf(text);
}

const bothOrNone = ({ low, high }: { readonly low?: unknown; readonly high?: unknown }) =>
  (low === undefined) === (high === undefined);

/** `evidence.json`: ratings, times, prices and votes of your own. Each of the first three says where it is from, of when and of how many. */
function evidenceFile(last: string) {
  const date = dateUpTo(last);
  const rating = z
    .strictObject({
      model,
      task,
      score: points,
      low: points.exactOptional(),
      high: points.exactOptional(),
      votes: tally.exactOptional(),
      resolution: resolution.exactOptional(),
      asOf: date,
      source,
    })
    .refine(bothOrNone, 'low and high belong together')
    .refine(
      ({ score, low = score, high = score }) => low <= score && score <= high,
      'score must lie between low and high',
    );

  const time = z.strictObject({
    model,
    seconds,
    durationSeconds: z.number().min(0.1).max(3600),
    clips: tally.exactOptional(),
    resolution: resolution.exactOptional(),
    provider: z.string().min(1).max(100).exactOptional(),
    asOf: date,
    source,
  });

  const price = z
    .strictObject({
      model,
      factor: ratio,
      low: ratio.exactOptional(),
      high: ratio.exactOptional(),
      sku: z.string().min(1).max(500).exactOptional(),
      ratesUsd: z.string().min(1).max(500).exactOptional(),
      task: z.enum(['generate', 'continue', 'edit', 'upscale', 'avatar']).exactOptional(),
      floorUsd: z
        .strictObject({ low: usd, high: usd })
        .refine(
          ({ low, high }) => Number(low) > 0 && Number(low) <= Number(high),
          'low must be above 0 and not above high',
        )
        .exactOptional(),
      n: tally.exactOptional(),
      asOf: date,
      source,
    })
    .refine(bothOrNone, 'low and high belong together')
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
    .refine(
      ({ models, better }) => better === null || models.includes(better),
      'better must be one of models, or null for a tie',
    );

  return z.strictObject({
    asOf: date.exactOptional(),
    ratings: z.array(rating).max(10_000).exactOptional(),
    times: z.array(time).max(10_000).exactOptional(),
    prices: z.array(price).max(10_000).exactOptional(),
    votes: z.array(vote).max(100_000).exactOptional(),
  });
}
