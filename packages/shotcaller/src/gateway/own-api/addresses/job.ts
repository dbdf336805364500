import { z } from 'zod';
import type { Sidecar } from '../../../files/job-file.ts';
import type { JobChoice, JobFile } from '../../../jobs/job.ts';
import type { AttemptResult, JobResult } from '../../../jobs/job-result.ts';
import { fieldsOf, type Of, object, objectOf } from '../../openapi/schemas.ts';
import { price } from './price.ts';
import { requestFinding } from './request-finding.ts';
import {
  billDoubt,
  count,
  difference,
  instant,
  instantOrNull,
  jobReason,
  jobState,
  modelId,
  profileName,
  usdOrUnknown,
} from './values.ts';

/** A job as it is shown, and how its clip came about. */

const file = fieldsOf<JobFile>()({
  path: z.string(),
  bytes: count,
  sha256: z.string(),
  contentType: z
    .string()
    .exactOptional()
    .describe(
      'Media type, read from the bytes of the file. Absent: the file was saved by an older version and is video/mp4.',
    ),
  durationSeconds: z.number().nullable().describe('Measured length in seconds; null: it could not be read.'),
  width: z.number().nullable(),
  height: z.number().nullable(),
  hasAudio: z.boolean().nullable(),
  differences: z.array(difference).describe('How the file differs from what you asked for. Empty: it does not differ.'),
  output: count
    .exactOptional()
    .describe(
      'Which output of the job this is, counted from 0. Present only when an earlier output is not downloaded yet; otherwise the position in the list counts.',
    ),
  replaced: z
    .object({
      jobId: z
        .string()
        .nullable()
        .describe('The job whose clip now has this name; null: it belongs to another client key.'),
      at: instant,
    })
    .exactOptional()
    .describe(
      'The job that has since overwritten this file. To get this clip again, resume its job with another output path, as long as OpenRouter still has the file. Absent: the file is still the one of this job.',
    ),
});

const jobFile = object('JobFile', 'A complete file, stored and verified.', {
  ...file,
  path: z.string().exactOptional().describe('Path of the file. Only in local mode.'),
  name: z.string(),
  contentUrl: z.string().describe('Where to download the file, relative to the server.'),
});

export type FileView = Of<typeof jobFile>;

const attempt = objectOf<AttemptResult>()('Attempt', 'One attempt: one submit to one model.', {
  id: z.string(),
  status: jobState,
  model: modelId,
  remoteId: z.string().nullable().describe('OpenRouter’s id of the attempt; null: OpenRouter gave none.'),
  reason: jobReason.nullable(),
  quotedUsd: usdOrUnknown,
  quotedHighUsd: usdOrUnknown,
  billedUsd: usdOrUnknown.describe('The bill that OpenRouter stated; null: not settled yet, or not stated.'),
  billKnown: z
    .boolean()
    .nullable()
    .describe(
      'false: the attempt ended without a credible bill, so the ledger counts the reserved amount. null: not settled yet.',
    ),
  billDoubt: billDoubt.nullable().describe('Why the stated bill is not credible; null: it is, or none was stated.'),
  submits: count.describe(
    'How many times the request was sent. It is sent again only after an answer that proves that nothing was bought.',
  ),
  sentAgain: z
    .array(jobReason)
    .exactOptional()
    .describe(
      'Why the request was sent again, oldest first. Absent: it was not sent again, or this is a list of jobs.',
    ),
  polls: count,
  submittedAt: instantOrNull,
  completedAt: instantOrNull,
  endedAt: instantOrNull,
});

const choice = objectOf<JobChoice>()('Choice', 'Why this model was chosen.', {
  requested: z.string().describe('The model as you asked for it; may be `auto`.'),
  model: modelId,
  profile: profileName.nullable().describe('The profile that ranked the models; null: you named the model.'),
  score: z.number().nullable(),
  rank: z.int(),
  of: z.int(),
  why: z.string().describe('The reason in one sentence.'),
});

export const progress = object('Progress', 'The progress of a job.', {
  elapsedSeconds: z.number(),
  remainingSeconds: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .describe('Expected seconds until the clip is ready; null: no estimate.'),
  expectedSeconds: z
    .object({ p50: z.number(), p90: z.number() })
    .nullable()
    .describe('Expected seconds from submit to completed, as planned; null: no estimate.'),
  nextPollAt: instantOrNull,
  downloadedBytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
});

export type Progress = Of<typeof progress>;

const jobEvent = object('JobEvent', 'Something that happened to a job.', {
  at: instant,
  what: z.string(),
  state: jobState,
  attempt: z.int(),
  detail: z.unknown().describe('Details, which depend on `what`; null: there are none.'),
});

export type JobEventView = Of<typeof jobEvent>;

const result = fieldsOf<Omit<JobResult, 'files' | 'attempts'>>()({
  id: z.string().describe('Shotcaller’s id of the job.'),
  key: z.string().nullable().describe('The idempotency key; null: the request had none.'),
  status: jobState,
  model: modelId,
  remoteId: z
    .string()
    .nullable()
    .describe('OpenRouter’s id of the attempt that `status` describes; null: OpenRouter gave none.'),
  reason: jobReason.nullable().describe('Why the job is not done; null: it is done, or in progress.'),
  quotedUsd: usdOrUnknown,
  quotedHighUsd: usdOrUnknown,
  billedUsd: usdOrUnknown.describe('Sum of the known bills of all attempts; null: no bill is known.'),
  unknownBills: count.describe(
    'Number of attempts that ended without a credible bill. The ledger counts their reserved amounts.',
  ),
  resumable: z.boolean().describe('true: resuming the job can make progress.'),
  findings: z
    .array(requestFinding)
    .describe('Warnings about the request and its pictures when the job was ordered. Empty: there were none.'),
  createdAt: instant,
});

const clip = object('Clip', 'A summary of what you ordered. null: you left the value open, or gave a range.', {
  prompt: z.string().nullable().describe('The first 500 characters of the prompt; `requirements` has all of it.'),
  durationSeconds: z.number().nullable(),
  resolution: z.string().nullable(),
  aspectRatio: z.string().nullable(),
  audio: z.union([z.boolean(), z.literal('any')]).nullable(),
  task: z.string(),
  hasPicture: z.boolean().describe('true: the request includes a picture.'),
});

export type ClipView = Of<typeof clip>;

export const job = object(
  'Job',
  'One job with its attempts. Amounts are decimal strings; null means not known, never 0.',
  {
    ...result,
    wireStatus: z
      .enum(['pending', 'in_progress', 'completed', 'failed', 'cancelled', 'expired'])
      .describe('The status as OpenRouter’s video API names it.'),
    ended: z.boolean().describe('true: the job will not change any more unless you resume it.'),
    watched: z
      .boolean()
      .describe(
        'true: this server, or another process with the same ledger, is following the job. false: the job has ended, or nothing follows it until you resume it.',
      ),
    clip,
    files: z.array(jobFile),
    attempts: z.array(attempt),
    requirements: z
      .unknown()
      .exactOptional()
      .describe(
        'What you asked for, in the form of NormalizedRequirements, with long data: URLs shortened. Absent in lists of jobs.',
      ),
    choice: choice
      .exactOptional()
      .describe('Why this model was chosen. Absent: the job was not ordered through this gateway.'),
    progress: progress.nullable().describe('null: the job is not in progress.'),
    events: z
      .array(jobEvent)
      .exactOptional()
      .describe('What happened to the job, oldest first. Absent in lists of jobs.'),
    owner: z
      .string()
      .nullable()
      .describe(
        'The id of the client key that ordered the job; null: it was ordered in local mode or on the command line.',
      ),
  },
);

export type Job = Of<typeof job>;

export const sidecar = objectOf<Sidecar>()(
  'Sidecar',
  'The record of a clip: what was asked for, the model, the price and the bill.',
  {
    id: z.string(),
    attempt: z.int(),
    model: modelId,
    remoteId: z.string().nullable(),
    requirements: z
      .unknown()
      .describe('What you asked for, in the form of NormalizedRequirements, with data: URLs shortened.'),
    requestSha256: z.string(),
    price,
    billedUsd: usdOrUnknown,
    submittedAt: instantOrNull,
    completedAt: instantOrNull,
    file: z.object(file),
  },
);
