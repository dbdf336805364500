import { z } from 'zod';
import type { Sidecar } from '../../../files/sidecar.ts';
import type { JobChoice } from '../../../jobs/job.ts';
import type { AttemptView, DetachAnswer, FileView, Job, JobEventView, JobsAnswer, Progress } from '../../api.types.ts';
import { describes } from './described.ts';
import { price } from './price-schema.ts';
import { count, difference, instant, instantOrNull, jobReason, jobState, modelId, usdOrUnknown } from './values.ts';

/** Answers of `/v1/jobs`. */

const file = {
  bytes: count,
  sha256: z.string(),
  durationSeconds: z.number().nullable().describe('Measured; null: could not be read.'),
  width: z.number().nullable(),
  height: z.number().nullable(),
  hasAudio: z.boolean().nullable(),
  differences: z.array(difference).describe('What differs from the order; empty: as ordered.'),
};

export const jobFile = describes<FileView>()(
  z
    .object({
      ...file,
      contentUrl: z.string().describe('Relative to the server.'),
      name: z.string(),
      path: z.string().exactOptional().describe('Only in local mode.'),
    })
    .describe('A file that is whole and in its place.'),
);

export const attempt = describes<AttemptView>()(
  z
    .object({
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
        .describe('false: it ended without a stated cost, booked as the reservation; null: not settled.'),
      polls: count,
      submittedAt: instantOrNull,
      completedAt: instantOrNull,
      endedAt: instantOrNull,
    })
    .describe('One attempt: at most one submit.'),
);

export const choice = describes<JobChoice>()(
  z
    .object({
      requested: z.string().describe('The model as asked for; may be auto.'),
      model: modelId,
      profile: z.string().nullable().describe('null: the model was asked for by name.'),
      score: z.number().nullable(),
      rank: z.int(),
      of: z.int(),
      why: z.string().describe('One sentence.'),
    })
    .describe('Why this model.'),
);

export const progress = describes<Progress>()(
  z
    .object({
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
    })
    .describe('How far a job that is under way has come.'),
);

export const jobEvent = describes<JobEventView>()(
  z
    .object({
      at: instant,
      what: z.string(),
      state: jobState,
      attempt: z.int(),
      detail: z.unknown().describe('Depends on what happened; null: nothing more is known.'),
    })
    .describe('Something that happened to a job.'),
);

export const job = describes<Job>()(
  z
    .object({
      id: z.string().describe('Ours.'),
      key: z.string().nullable().describe('The dedupe key; null: ordered without one.'),
      status: jobState,
      wireStatus: z
        .enum(['pending', 'in_progress', 'completed', 'failed', 'cancelled', 'expired'])
        .describe('The status in the six words of the video API.'),
      ended: z.boolean().describe('true: it will not change by itself any more.'),
      model: modelId,
      remoteId: z
        .string()
        .nullable()
        .describe('The id at the service, of the attempt that status is about; null: none.'),
      reason: jobReason.nullable().describe('Why it is not done; null when done or under way.'),
      files: z.array(jobFile),
      quotedUsd: usdOrUnknown,
      quotedHighUsd: usdOrUnknown,
      billedUsd: usdOrUnknown.describe('Sum of the known bills of all attempts; null: there is none.'),
      unknownBills: count.describe('Attempts that ended without a stated cost, booked as their reservation.'),
      resumable: z.boolean().describe('true: resume can bring news.'),
      createdAt: instant,
      attempts: z.array(attempt),
      requirements: z
        .unknown()
        .exactOptional()
        .describe('As ordered, like NormalizedRequirements; long data: URLs shortened. Absent in lists.'),
      choice: choice.exactOptional(),
      progress: progress.nullable().describe('null: nothing moves any more.'),
      events: z.array(jobEvent).exactOptional().describe('Oldest first. Absent in lists.'),
      owner: z.string().nullable().describe('The client key that ordered it; null: local mode, or the command line.'),
    })
    .describe('One order with its attempts. Money is a decimal string; null is not known, never 0.'),
);

export const jobPage = describes<JobsAnswer>()(
  z.object({
    jobs: z.array(job).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('Give it as cursor for the next page; null: that was the last.'),
  }),
);

export const detachedJob = describes<DetachAnswer>()(
  z.object({
    job,
    cancelled: z.literal(false).describe('Nothing can be cancelled at the service: the bill may still come.'),
    message: z.string(),
  }),
);

export const sidecar = describes<Sidecar>()(
  z
    .object({
      id: z.string(),
      attempt: z.int(),
      model: modelId,
      remoteId: z.string().nullable(),
      requirements: z.unknown().describe('As ordered, like NormalizedRequirements; data: URLs shortened.'),
      requestSha256: z.string(),
      price,
      billedUsd: usdOrUnknown,
      submittedAt: instantOrNull,
      completedAt: instantOrNull,
      file: z.object({ path: z.string(), ...file }),
    })
    .describe('How a clip came about.'),
);
