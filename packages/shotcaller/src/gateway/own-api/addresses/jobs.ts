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
    model: modelField.describe('The id of a model, or `auto` (default) for the pick.'),
    maxUsd: usdSent.exactOptional().describe('The most that all attempts together may cost.'),
    fallback: z
      .int()
      .min(0)
      .max(5)
      .exactOptional()
      .describe('How many other models may be tried when an attempt fails without a bill. Default 0.'),
    key: dedupeKey
      .exactOptional()
      .describe('The idempotency key, as in the header Idempotency-Key. If you send both, this one counts.'),
    allowTwoBills: z
      .boolean()
      .exactOptional()
      .describe(
        'Whether another model may be bought while it is not known if the first attempt was billed. You may then pay for two clips. Default false.',
      ),
    confirmUsd: usdSent
      .exactOptional()
      .describe(
        'Buy only if the upper end of the quote is known and not above this amount. Absent: no confirmation is needed.',
      ),
    withoutInputs: z
      .boolean()
      .exactOptional()
      .describe('Buy even if the sentence mentions an input, such as a picture, that you did not send. Default false.'),
    callbackUrl: z
      .string()
      .max(2048)
      .exactOptional()
      .describe('https: URL that receives signed webhooks about this job.'),
    sidecar: z
      .boolean()
      .exactOptional()
      .describe('Write a JSON file next to the clip that records how it was made. Default true.'),
  }),
);

export type RunRequest = SentFor<typeof runRequest>;
export type RunInput = Of<typeof runRequest>;

const resumeRequest = named(
  'Resume',
  z.strictObject({
    watchSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .exactOptional()
      .describe('How long to watch the job from now, in seconds.'),
    remoteId: z
      .string()
      .min(1)
      .max(512)
      .exactOptional()
      .describe(
        'OpenRouter’s id that you found for an attempt whose outcome is unknown. It is checked before it is used.',
      ),
  }),
);

const settleRequest = named(
  'Settle',
  z
    .union([
      z.strictObject({
        notBought: z.literal(true).describe('true: the activity of your OpenRouter account does not list the job.'),
      }),
      z.strictObject({
        billedUsd: usdSent.describe('What the job cost according to the activity of your OpenRouter account.'),
      }),
    ])
    .describe('What you found in the activity of your OpenRouter account.'),
);

const jobPage = object('JobPage', 'One page of jobs.', {
  jobs: z.array(job).describe('Newest first.'),
  nextCursor: z.string().nullable().describe('Send it as `cursor` to get the next page; null: this is the last page.'),
});

export type JobsAnswer = Of<typeof jobPage>;

const detachedJob = object('DetachedJob', 'A job that is no longer watched.', {
  job,
  cancelled: z.literal(false).describe('OpenRouter cannot cancel a job: you may still be billed for it.'),
  message: z.string(),
});

const moment = z.iso.datetime({ offset: true }).or(z.iso.date());

const unknown = { 404: 'There is no such job, or it is not yours' };

export const jobAddresses = {
  'POST /v1/jobs': {
    name: 'run',
    summary: 'Buy one clip',
    description:
      'This request spends money. The answer comes once the clip is ordered at OpenRouter, before it is made. To repeat a request safely, send an idempotency key.',
    headers: z.object({ 'Idempotency-Key': dedupeKey.exactOptional(), traceparent: traceContext.exactOptional() }),
    body: runRequest,
    answers: {
      202: { description: 'The new job; its `status` says whether the clip was bought', json: job },
      200: {
        description: 'The idempotency key was used before: this is the first job, and nothing more was bought',
        json: job,
      },
    },
    errors: {
      ...briefErrors,
      402: 'The budget of this client key would be exceeded; nothing was bought',
      404: 'The model does not exist; or the job to continue does not exist, or is not yours',
      409: 'The price is above `confirmUsd`, or the idempotency key belongs to another request; nothing was bought',
      429: 'Rate limit reached, or this key has too much in progress; wait for Retry-After',
    },
  },
  'GET /v1/jobs': {
    name: 'listJobs',
    summary: 'List jobs, newest first',
    query: z.strictObject({
      status: z
        .string()
        .max(400)
        .exactOptional()
        .describe('States of jobs, or `open` or `ended`, separated by commas.'),
      model: z.string().max(256).exactOptional(),
      key: z
        .string()
        .max(100)
        .exactOptional()
        .describe(
          'Only jobs of this client key: its `owner` as in the jobs. Empty: jobs that were ordered without a key.',
        ),
      find: z
        .string()
        .max(200)
        .exactOptional()
        .describe(
          'Words to search for, separated by spaces. Each must be in the prompt, id, key or model. A page may have few jobs or none and still have a `nextCursor`, because each page searches a limited number of jobs.',
        ),
      since: moment.exactOptional().describe('Only jobs created at this time or later.'),
      until: moment
        .exactOptional()
        .describe('Only jobs created at this time or earlier. A date includes the whole UTC day.'),
      limit: z.coerce.number<string | number>().int().min(1).max(200).default(50),
      cursor: z.string().max(200).exactOptional().describe('`nextCursor` of the previous page.'),
    }),
    answers: { 200: { description: 'One page of jobs', json: jobPage } },
  },
  'GET /v1/jobs/{id}': {
    name: 'getJob',
    summary: 'Get a job with its attempts and events',
    answers: { 200: { description: 'The job', json: job } },
    errors: unknown,
  },
  'POST /v1/jobs/{id}/resume': {
    name: 'resumeJob',
    summary:
      'Continue a job: watch it, download it, or buy a fallback that you ordered. A submit that may have arrived is never repeated',
    body: resumeRequest.optional(),
    maxBodyBytes: 10_000,
    answers: { 202: { description: 'The job', json: job } },
    errors: {
      ...unknown,
      409: 'The `remoteId` does not belong to this job, or could not be checked; nothing was changed',
    },
  },
  'POST /v1/jobs/{id}/settle': {
    name: 'settleJob',
    summary:
      'Close a job whose outcome is unknown, with what the activity of the OpenRouter account shows. It is never sent again. Needs an admin key',
    description:
      'What is settled is no longer reserved, so only an admin key, or the user of a server without keys, can do this. A job that OpenRouter accepted can be settled with its bill only, which may be 0.',
    body: settleRequest,
    maxBodyBytes: 10_000,
    answers: { 200: { description: 'The job', json: job } },
    errors: {
      ...unknown,
      403: 'The client key is no admin key; nothing was changed',
      409: 'The outcome of the job is known already, or OpenRouter accepted it and it is said not to be bought; nothing was changed',
    },
  },
  'POST /v1/jobs/{id}/detach': {
    name: 'detachJob',
    summary: 'Stop watching a job. This cancels nothing: OpenRouter still makes and bills the clip',
    answers: { 200: { description: 'The job', json: detachedJob } },
    errors: unknown,
  },
  'GET /v1/jobs/{id}/content': {
    name: 'getContent',
    summary: 'Download the clip; supports ETag and ranges',
    query: z.object({
      index: z.coerce.number().int().min(0).max(1000).default(0).describe('Which file of the job, counted from 0.'),
      link: z.coerce
        .number()
        .int()
        .min(1)
        .max(604_800)
        .exactOptional()
        .describe(
          'Redirect to a link in the object store that anybody can read for this many seconds. A file that is not in an object store is sent directly.',
        ),
    }),
    answers: {
      200: clip,
      ...rangeAnswers('video/mp4'),
      302: { description: 'With `link`: the file in the object store' },
    },
    errors: {
      ...unknown,
      409: 'The clip is not ready',
      410: 'The file no longer exists at OpenRouter',
      502: 'OpenRouter did not deliver the file; try again',
    },
  },
  'GET /v1/jobs/{id}/sidecar': {
    name: 'getSidecar',
    summary: 'Get the record of how the clip was made, as JSON',
    answers: { 200: { description: 'The sidecar', json: sidecar }, ...rangeAnswers('application/json') },
    errors: { 404: 'There is no such job, it is not yours, or it has no sidecar' },
  },
} satisfies Addresses;
