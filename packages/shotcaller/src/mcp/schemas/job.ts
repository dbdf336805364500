import { z } from 'zod';
import { modelId, next, time, usd, warnings } from './values.ts';

export const jobIdField = z.string().min(1).max(512).describe('The jobId of generate_video or list_jobs.');

/** Some hosts end a call after 60 s, whatever progress they are told. */
export const waitSecondsField = (says: string) => z.number().int().min(0).max(45).exactOptional().describe(says);

const file = z.object({
  path: z.string().nullable().describe('Where it is on this machine; null: on the server, see contentUrl.'),
  contentUrl: z.string().nullable().describe('Where the server hands it out; the same key is needed.'),
  resource: z.string().describe('Its MCP resource.'),
  bytes: z.number(),
  sha256: z.string(),
  contentType: z.string(),
  durationSeconds: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  hasAudio: z.boolean().nullable(),
  verified: z.boolean().describe('true: verified, as ordered. false: delivered, and warnings say what differs.'),
});

export const jobFields = {
  jobId: z.string().nullable().describe('null: not recorded yet; call generate_video with the same quoteId again.'),
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
      'running: call get_job. done: the file is there. refused: certainly not bought. unknown: it may be bought; never order it again on that doubt. gave_up_watching, not_fetched: resume_job.',
    ),
  step: z.string().describe('Where it stands within its status.'),
  simulated: z.boolean(),
  model: modelId.nullable(),
  path: z.string().nullable().describe('The clip on this machine; null: not there, or not yet.'),
  files: z.array(file),
  quotedHighUsd: usd.nullable().describe('The most that was agreed.'),
  billedUsd: usd.nullable().describe('null: nothing was billed, or not yet.'),
  reason: z.object({ code: z.string(), sentence: z.string() }).nullable().describe('Why it is not done.'),
  elapsedSeconds: z.number().nullable(),
  expectedSeconds: time.nullable(),
  nextLookAt: z
    .string()
    .nullable()
    .describe('ISO 8601: look again then, or at once with waitSeconds; null: nothing moves by itself.'),
  createdAt: z.string().nullable(),
  warnings,
  next,
};
