import { z } from 'zod';
import { modelId, next, time, usd, warnings } from './values.ts';

export const jobIdField = z.string().min(1).max(512).describe('The jobId from generate_video or list_jobs.');

/** Some hosts end a call after 60 s, whatever progress they are told. */
export const waitSecondsField = (says: string) => z.number().int().min(0).max(45).exactOptional().describe(says);

const file = z.object({
  path: z
    .string()
    .nullable()
    .describe('Path of the file on this machine; null: the file is on the server, see contentUrl.'),
  contentUrl: z.string().nullable().describe('Where to download the file from the server, with the same key.'),
  resource: z.string().describe('URI of the MCP resource of the file.'),
  bytes: z.number(),
  sha256: z.string(),
  contentType: z.string(),
  durationSeconds: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  hasAudio: z.boolean().nullable(),
  verified: z
    .boolean()
    .describe(
      'true: the file was checked and matches the order. false: it was delivered, and warnings say what differs.',
    ),
});

export const jobFields = {
  jobId: z
    .string()
    .nullable()
    .describe('null: the job is not recorded yet. Call generate_video again with the same quoteId.'),
  status: z
    .enum([
      'running',
      'done',
      'failed',
      'refused',
      'expired',
      'cancelled',
      'unknown',
      'gave_up_watching',
      'not_fetched',
    ])
    .describe(
      'running: call get_job. done: the file is there. refused: certainly not bought. unknown: it may have been bought, so do not order it again. gave_up_watching, not_fetched: call resume_job.',
    ),
  step: z.string().describe('The current step within the status.'),
  simulated: z.boolean(),
  model: modelId.nullable(),
  path: z.string().nullable().describe('Path of the clip on this machine; null: it is not there, or not ready yet.'),
  files: z.array(file),
  quotedHighUsd: usd.nullable().describe('The most that this clip may cost, as quoted.'),
  billedUsd: usd.nullable().describe('The bill; null: nothing was billed, or not yet.'),
  reason: z.object({ code: z.string(), sentence: z.string() }).nullable().describe('Why the job is not done.'),
  elapsedSeconds: z.number().nullable(),
  expectedSeconds: time.nullable(),
  nextLookAt: z
    .string()
    .nullable()
    .describe(
      'ISO 8601. Call get_job again at this time, or at once with waitSeconds. null: the job does not change by itself.',
    ),
  createdAt: z.string().nullable(),
  warnings,
  next,
};
