import { z } from 'zod';
import { modelField } from '../../../choice/brief-fields.ts';
import { type Addresses, clip, rangeAnswers } from '../../openapi/address.ts';
import { named, type Of, object, type SentFor } from '../../openapi/schemas.ts';
import { briefErrors, briefFields } from './choice.ts';
import { job, sidecar } from './job.ts';
import { dedupeKey, traceContext, usdSent } from './values.ts';

const runRequest = named(
  'Run',
  z.strictObject({
    ...briefFields,
    model: modelField.describe('An id, or auto (default).'),
    maxUsd: usdSent.exactOptional().describe('Most that all attempts together may cost.'),
    fallback: z
      .int()
      .min(0)
      .max(5)
      .exactOptional()
      .describe('Further models that may be tried when one fails without a bill. Default 0.'),
    key: dedupeKey
      .exactOptional()
      .describe('The same as the header Idempotency-Key. If both are given, this one counts.'),
    allowTwoBills: z
      .boolean()
      .exactOptional()
      .describe('A fallback may be bought although the outcome of the first attempt is unknown. Default false.'),
    confirmUsd: usdSent
      .exactOptional()
      .describe('Nothing is bought when the upper end of the quote is above this, or unknown. Absent: not asked.'),
    withoutInputs: z
      .boolean()
      .exactOptional()
      .describe('Buy although the sentence mentions an input that is not given. Default false.'),
    callbackUrl: z.string().max(2048).exactOptional().describe('https: URL that gets signed deliveries.'),
    sidecar: z.boolean().exactOptional().describe('Write a JSON file beside the clip. Default true.'),
  }),
);

export type RunRequest = SentFor<typeof runRequest>;
export type RunInput = Of<typeof runRequest>;

const resumeRequest = named(
  'Resume',
  z.strictObject({
    watchSeconds: z.int().min(1).max(86_400).exactOptional().describe('Seconds to watch from now.'),
    remoteId: z
      .string()
      .min(1)
      .max(512)
      .exactOptional()
      .describe(
        'The id at the service that was found for an attempt whose outcome is unknown; checked before it is taken.',
      ),
  }),
);

const settleRequest = named(
  'Settle',
  z
    .union([
      z.strictObject({ notBought: z.literal(true).describe('The job is not in the activity of the account.') }),
      z.strictObject({ billedUsd: usdSent.describe('What the activity of the account says that it cost.') }),
    ])
    .describe('What somebody found in the activity of the account.'),
);

const jobPage = object('JobPage', 'Jobs, a page of them.', {
  jobs: z.array(job).describe('Newest first.'),
  nextCursor: z.string().nullable().describe('Give it as cursor for the next page; null: that was the last.'),
});

export type JobsAnswer = Of<typeof jobPage>;

const detachedJob = object('DetachedJob', 'A job that is no longer watched.', {
  job,
  cancelled: z.literal(false).describe('Nothing can be cancelled at the service: the bill may still come.'),
  message: z.string(),
});

const moment = z.iso.datetime({ offset: true }).or(z.iso.date());

const unknown = { 404: 'Unknown, or not yours' };

export const jobAddresses = {
  'POST /v1/jobs': {
    name: 'run',
    summary: 'Buy a clip',
    description:
      'Spends money, as POST /v1/batches does, and no other address of this API. Answers once the submit is through.',
    headers: z.object({ 'Idempotency-Key': dedupeKey.exactOptional(), traceparent: traceContext.exactOptional() }),
    body: runRequest,
    answers: {
      202: { description: 'Bought', json: job },
      200: { description: 'Repeated: the first job', json: job },
    },
    errors: {
      ...briefErrors,
      402: 'Budget',
      404: 'No such model; or the job to go on from is unknown, or not yours',
      409: 'Spend not confirmed, or key reused',
      429: 'Rate, or too much of this key at once',
    },
  },
  'GET /v1/jobs': {
    name: 'listJobs',
    summary: 'Jobs, newest first',
    query: z.strictObject({
      status: z.string().max(400).exactOptional().describe('States, or open, ended; with commas between.'),
      model: z.string().max(256).exactOptional(),
      key: z
        .string()
        .max(100)
        .exactOptional()
        .describe('Owner of a client key, as jobs have it; empty: without a key.'),
      find: z
        .string()
        .max(200)
        .exactOptional()
        .describe(
          'Words, with blanks between: each must be in prompt, id, key or model. A page may have few jobs, or none, though nextCursor leads on: each looks at so many.',
        ),
      since: moment.exactOptional().describe('Created then or later.'),
      until: moment.exactOptional().describe('Created then or before; a date takes in the whole UTC day.'),
      limit: z.coerce.number<string | number>().int().min(1).max(200).default(50),
      cursor: z.string().max(200).exactOptional().describe('nextCursor of the page before.'),
    }),
    answers: { 200: { description: 'A page', json: jobPage } },
  },
  'GET /v1/jobs/{id}': {
    name: 'getJob',
    summary: 'One job with its attempts and events',
    answers: { 200: { description: 'The job', json: job } },
    errors: unknown,
  },
  'POST /v1/jobs/{id}/resume': {
    name: 'resumeJob',
    summary:
      'Go on watching or downloading; never sends again what may have been sent, and buys only a fallback that was ordered',
    body: resumeRequest.optional(),
    maxBodyBytes: 10_000,
    answers: { 202: { description: 'The job', json: job } },
    errors: { ...unknown, 409: 'The remoteId does not fit the job, or could not be checked; nothing was changed' },
  },
  'POST /v1/jobs/{id}/settle': {
    name: 'settleJob',
    summary: 'End a job whose outcome is unknown by what the account shows; it is never sent again',
    body: settleRequest,
    maxBodyBytes: 10_000,
    answers: { 200: { description: 'The job', json: job } },
    errors: { ...unknown, 409: 'Nothing of the job is in doubt; nothing was changed' },
  },
  'POST /v1/jobs/{id}/detach': {
    name: 'detachJob',
    summary: 'Stop watching; nothing can be cancelled at the service',
    answers: { 200: { description: 'The job', json: detachedJob } },
    errors: unknown,
  },
  'GET /v1/jobs/{id}/content': {
    name: 'getContent',
    summary: 'The clip, with length, ETag and ranges',
    query: z.object({
      index: z.coerce.number().int().min(0).max(1000).default(0).describe('Which file of the job.'),
      link: z.coerce
        .number()
        .int()
        .min(1)
        .max(604_800)
        .exactOptional()
        .describe(
          'Redirects to a link of the object store that anybody can read for so many seconds. A file that is in no store is sent as always.',
        ),
    }),
    answers: { 200: clip, ...rangeAnswers('video/mp4'), 302: { description: 'With `link`: the file in the store' } },
    errors: { ...unknown, 409: 'Not completed', 410: 'Gone', 502: 'The service did not hand it out' },
  },
  'GET /v1/jobs/{id}/sidecar': {
    name: 'getSidecar',
    summary: 'How the clip came about, as JSON',
    answers: { 200: { description: 'The sidecar', json: sidecar }, ...rangeAnswers('application/json') },
    errors: { 404: 'Unknown, not yours, or without a sidecar' },
  },
} satisfies Addresses;
