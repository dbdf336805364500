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
    .describe('Media type of the bytes, whatever their label said. Absent for files of older versions: video/mp4.'),
  durationSeconds: z.number().nullable().describe('Measured; null: could not be read.'),
  width: z.number().nullable(),
  height: z.number().nullable(),
  hasAudio: z.boolean().nullable(),
  differences: z.array(difference).describe('How it differs from what was asked for; empty: not at all.'),
  output: count
    .exactOptional()
    .describe(
      'Which of the outputs it is, from 0, where one before it is not here yet. Absent: its place in the list.',
    ),
  replaced: z
    .object({
      jobId: z.string().nullable().describe('The job whose clip has the name now; null: of another client key.'),
      at: instant,
    })
    .exactOptional()
    .describe(
      'The job that has written its clip to this path since. To have this clip again, resume the job with another output, as long as the service still has the file. Absent: the file is of this job.',
    ),
});

const jobFile = object('JobFile', 'A file that is whole and in its place.', {
  ...file,
  path: z.string().exactOptional().describe('Only in local mode.'),
  name: z.string(),
  contentUrl: z.string().describe('Relative to the server.'),
});

export type FileView = Of<typeof jobFile>;

const attempt = objectOf<AttemptResult>()('Attempt', 'One attempt: at most one submit.', {
  id: z.string(),
  status: jobState,
  model: modelId,
  remoteId: z.string().nullable().describe('The id at the service; null: none was given.'),
  reason: jobReason.nullable(),
  quotedUsd: usdOrUnknown,
  quotedHighUsd: usdOrUnknown,
  billedUsd: usdOrUnknown.describe('The bill as stated; null: not settled, or not stated.'),
  billKnown: z
    .boolean()
    .nullable()
    .describe('false: it ended without a stated cost that is believed, booked as the reservation; null: not settled.'),
  billDoubt: billDoubt.nullable().describe('Why the stated bill is not believed; null: it is, or none was stated.'),
  submits: count.describe(
    'How often its request was sent. More than once only after answers that proved that nothing was bought.',
  ),
  sentAgain: z
    .array(jobReason)
    .exactOptional()
    .describe('Why it was sent again, oldest first. Absent in lists, or: it was not.'),
  polls: count,
  submittedAt: instantOrNull,
  completedAt: instantOrNull,
  endedAt: instantOrNull,
});

const choice = objectOf<JobChoice>()('Choice', 'Why this model.', {
  requested: z.string().describe('The model as asked for; may be auto.'),
  model: modelId,
  profile: profileName.nullable().describe('null: you named the model.'),
  score: z.number().nullable(),
  rank: z.int(),
  of: z.int(),
  why: z.string().describe('One sentence.'),
});

export const progress = object('Progress', 'How far a job that is under way has come.', {
  elapsedSeconds: z.number(),
  remainingSeconds: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .describe('Seconds still expected; null: nothing is known.'),
  expectedSeconds: z
    .object({ p50: z.number(), p90: z.number() })
    .nullable()
    .describe('From submit to completed, as planned; null: nothing is known.'),
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
  detail: z.unknown().describe('Depends on what happened; null: nothing more is known.'),
});

export type JobEventView = Of<typeof jobEvent>;

const result = fieldsOf<Omit<JobResult, 'files' | 'attempts'>>()({
  id: z.string().describe('Ours.'),
  key: z.string().nullable().describe('The idempotency key; null: sent without one.'),
  status: jobState,
  model: modelId,
  remoteId: z.string().nullable().describe('The id at the service, of the attempt that status is about; null: none.'),
  reason: jobReason.nullable().describe('Why it is not done; null when done or under way.'),
  quotedUsd: usdOrUnknown,
  quotedHighUsd: usdOrUnknown,
  billedUsd: usdOrUnknown.describe('Sum of the known bills of all attempts; null: there is none.'),
  unknownBills: count.describe(
    'Attempts that ended without a stated cost that is believed, booked as their reservation.',
  ),
  resumable: z.boolean().describe('true: resume can bring news.'),
  findings: z
    .array(requestFinding)
    .describe('What was worth knowing of the request and its pictures when it was ordered; empty: nothing.'),
  createdAt: instant,
});

const clip = object('Clip', 'What a job was ordered for, in short. null: left open, or a range.', {
  prompt: z.string().nullable().describe('Its first 500 characters; the whole one is in requirements.'),
  durationSeconds: z.number().nullable(),
  resolution: z.string().nullable(),
  aspectRatio: z.string().nullable(),
  audio: z.union([z.boolean(), z.literal('any')]).nullable(),
  task: z.string(),
  hasPicture: z.boolean().describe('true: it was made from a picture.'),
});

export type ClipView = Of<typeof clip>;

export const job = object('Job', 'One job with its attempts. Money is a decimal string; null is not known, never 0.', {
  ...result,
  wireStatus: z
    .enum(['pending', 'in_progress', 'completed', 'failed', 'cancelled', 'expired'])
    .describe('The status in the six words of the video API.'),
  ended: z.boolean().describe('true: it will not change by itself any more.'),
  watched: z
    .boolean()
    .describe(
      'true: this server or another process of the ledger follows the job. false: it has ended, or nobody follows it until resume.',
    ),
  clip,
  files: z.array(jobFile),
  attempts: z.array(attempt),
  requirements: z
    .unknown()
    .exactOptional()
    .describe('As asked for, like NormalizedRequirements; long data: URLs shortened. Absent in lists.'),
  choice: choice.exactOptional().describe('Why this model, when it was chosen here.'),
  progress: progress.nullable().describe('null: nothing moves any more.'),
  events: z.array(jobEvent).exactOptional().describe('Oldest first. Absent in lists.'),
  owner: z.string().nullable().describe('The client key that sent it; null: local mode, or the command line.'),
});

export type Job = Of<typeof job>;

export const sidecar = objectOf<Sidecar>()('Sidecar', 'How a clip came about.', {
  id: z.string(),
  attempt: z.int(),
  model: modelId,
  remoteId: z.string().nullable(),
  requirements: z.unknown().describe('As asked for, like NormalizedRequirements; data: URLs shortened.'),
  requestSha256: z.string(),
  price,
  billedUsd: usdOrUnknown,
  submittedAt: instantOrNull,
  completedAt: instantOrNull,
  file: z.object(file),
});
