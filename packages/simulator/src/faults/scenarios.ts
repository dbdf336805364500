import { refuse } from '../refusal.ts';
import { chatScenarios } from './chat-scenarios.ts';
import type { Breakage, Effect } from './effects.ts';

export interface Scenario {
  readonly explains: string;
  readonly effect: Effect;
  /** How often it strikes for one subject (one request body when submitting, else one job). */
  readonly times: number;
}

const always = Number.POSITIVE_INFINITY;
const reset: Breakage = { how: 'reset' };
const html: Breakage = { how: 'html', status: 502 };

function answer(...refusal: Parameters<typeof refuse>): Breakage {
  return { how: 'answer', refusal: refuse(...refusal) };
}

function scenario(explains: string, times: number, effect: Effect): Scenario {
  return { explains, times, effect };
}

const upstreamPool = {
  raw: 'Too many requests',
  provider_name: 'Simulated provider',
  limit_source: 'upstream_provider_shared_pool',
};
const rateHeaders = { 'X-RateLimit-Limit': '20', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1790983517000' };
const noEndpoints = { error_type: 'provider_unavailable' };
const tooManyRequests = answer(429, 'Rate limit exceeded', { headers: { ...rateHeaders, 'Retry-After': '2' } });
const overloaded = answer(503, 'No endpoints available right now', {
  metadata: noEndpoints,
  headers: { 'Retry-After': '2' },
});

/** Every named fault. `--scenario list` prints this table. */
export const scenarios = {
  'submit-reset': scenario('the job is accepted (and billed), then the connection is cut', 1, {
    at: 'lose',
    breakage: reset,
  }),
  'submit-502': scenario('accepted, then a 502 with the JSON envelope', 1, {
    at: 'lose',
    breakage: answer(502, 'Provider returned error'),
  }),
  'submit-500': scenario('accepted, then a 500', 1, { at: 'lose', breakage: answer(500, 'Internal Server Error') }),
  'submit-524': scenario('accepted, then the edge times out with a 524', 1, {
    at: 'lose',
    breakage: answer(524, 'Request timed out. Please try again later.'),
  }),
  'submit-html': scenario('accepted, then a 502 page of HTML from the edge', 1, { at: 'lose', breakage: html }),
  'submit-slow': scenario('accepted, then the answer is held back for ten minutes', 1, {
    at: 'lose',
    breakage: { how: 'slow', seconds: 600 },
  }),
  'submit-delay': scenario('every submit takes 3 s, as on the real service', always, {
    at: 'lose',
    breakage: { how: 'slow', seconds: 3 },
  }),
  'submit-refused-reset': scenario('the connection is cut before anything is accepted: no job exists', 1, {
    at: 'refuse',
    breakage: reset,
  }),
  'submit-429': scenario('refused once: 429 with Retry-After', 1, { at: 'refuse', breakage: tooManyRequests }),
  'submit-429-bare': scenario('refused once: 429 without any hint how long to wait', 1, {
    at: 'refuse',
    breakage: answer(429, 'Rate limit exceeded'),
  }),
  'submit-429-upstream': scenario('refused once: the provider pool is full; the wait is in the body only', 1, {
    at: 'refuse',
    breakage: answer(429, 'Provider returned error', { metadata: { ...upstreamPool, retry_after_seconds: 2 } }),
  }),
  'submit-503': scenario('refused once: no capacity, 503 with Retry-After', 1, { at: 'refuse', breakage: overloaded }),
  'submit-529': scenario('refused once: provider overloaded', 1, {
    at: 'refuse',
    breakage: answer(529, 'Provider returned error', { metadata: { error_type: 'provider_overloaded' } }),
  }),
  'submit-402-credits': scenario('refused: the account has no credits', always, {
    at: 'refuse',
    breakage: answer(402, 'Insufficient credits. Add more using https://openrouter.ai/credits', {
      metadata: { limit_source: 'openrouter_credits', error_type: 'payment_required' },
    }),
  }),
  'submit-402-key-limit': scenario('refused: the key has reached its limit', always, {
    at: 'refuse',
    breakage: answer(402, 'This key has reached its credit limit', {
      metadata: { limit_source: 'openrouter_key_limit', error_type: 'payment_required' },
    }),
  }),
  'submit-402-in-flight': scenario('refused once: too much money in flight, with Retry-After', 1, {
    at: 'refuse',
    breakage: answer(402, 'Too much spend is in flight; wait for running requests to finish', {
      metadata: { limit_source: 'openrouter_in_flight_budget', error_type: 'payment_required' },
      headers: { 'Retry-After': '2' },
    }),
  }),
  'submit-403': scenario('refused by moderation', always, {
    at: 'refuse',
    breakage: answer(403, 'Your input was flagged', {
      metadata: {
        error_type: 'content_policy_violation',
        reasons: ['violence'],
        flagged_input: '(withheld by the simulator)',
        provider_name: 'Simulated provider',
        model_slug: 'simulated',
      },
    }),
  }),
  'submit-413': scenario('refused: the body is too large', always, {
    at: 'refuse',
    breakage: answer(413, 'Request payload too large'),
  }),
  'strict-parameters': scenario(
    '400 for size against resolution, and for seed or generate_audio on a model without',
    always,
    {
      at: 'validation',
      bend: 'strict',
    },
  ),
  'envelope-errors': scenario('schema violations come as the envelope instead of the ZodError shape', always, {
    at: 'validation',
    bend: 'envelope-only',
  }),
  'old-ids': scenario('job ids of the old form: 20 characters, no prefix', always, {
    at: 'validation',
    bend: 'old-id',
  }),
  'old-auth-text': scenario('401 says "Missing Authentication header"', always, {
    at: 'validation',
    bend: 'missing-header-text',
  }),
  'poll-429': scenario('the first two polls answer 429 with Retry-After', 2, { at: 'poll', breakage: tooManyRequests }),
  'poll-429-bare': scenario('the first two polls answer 429 without any hint', 2, {
    at: 'poll',
    breakage: answer(429, 'Rate limit exceeded'),
  }),
  'poll-500': scenario('the first two polls answer 500', 2, {
    at: 'poll',
    breakage: answer(500, 'Internal Server Error'),
  }),
  'poll-502': scenario('the first two polls answer 502', 2, {
    at: 'poll',
    breakage: answer(502, 'Provider returned error'),
  }),
  'poll-503': scenario('the first two polls answer 503', 2, { at: 'poll', breakage: overloaded }),
  'poll-reset': scenario('the first two polls are cut', 2, { at: 'poll', breakage: reset }),
  'poll-html': scenario('the first two polls answer 502 with HTML', 2, { at: 'poll', breakage: html }),
  'poll-slow': scenario('the first poll is held back for two minutes', 1, {
    at: 'poll',
    breakage: { how: 'slow', seconds: 120 },
  }),
  'poll-404': scenario('the first poll does not find the job yet', 1, {
    at: 'poll',
    breakage: answer(404, 'Job not found'),
  }),
  'in-progress': scenario('running jobs say in_progress after the first poll', always, {
    at: 'body',
    bend: 'in-progress',
  }),
  'unknown-status': scenario('running jobs say "queued", a word no document has', always, {
    at: 'body',
    bend: 'unknown-status',
  }),
  nulls: scenario('absent fields are sent as null', always, { at: 'body', bend: 'nulls' }),
  progress: scenario('polls carry a progress figure', always, { at: 'body', bend: 'progress' }),
  'error-object': scenario('the error of a failed job is an object', always, { at: 'body', bend: 'error-object' }),
  'no-generation-id': scenario('generation_id is missing', always, { at: 'body', bend: 'no-generation-id' }),
  'relative-urls': scenario('polling_url and unsigned_urls are relative', always, {
    at: 'body',
    bend: 'relative-urls',
  }),
  'job-moderated': scenario('the job fails: content policy', always, {
    at: 'outcome',
    status: 'failed',
    error: 'Content policy violation',
  }),
  'job-failed': scenario('the job fails at the provider', always, {
    at: 'outcome',
    status: 'failed',
    error: 'Provider returned error',
  }),
  'job-expired': scenario('the job expires', always, {
    at: 'outcome',
    status: 'expired',
    error: 'Job exceeded maximum time to live',
  }),
  'job-cancelled': scenario('the job is cancelled upstream', always, {
    at: 'outcome',
    status: 'cancelled',
    error: 'Job was cancelled',
  }),
  'job-stuck': scenario('the job never finishes; it expires after its lifetime (three hours)', always, {
    at: 'pace',
    factor: Number.POSITIVE_INFINITY,
  }),
  'job-slow': scenario('the job takes ten times as long', always, { at: 'pace', factor: 10 }),
  'cost-null': scenario('usage.cost is null', always, { at: 'body', bend: 'cost-null' }),
  'cost-missing': scenario('usage is missing', always, { at: 'body', bend: 'cost-missing' }),
  'cost-string': scenario('usage.cost is a string', always, { at: 'body', bend: 'cost-string' }),
  byok: scenario('usage.is_byok is true and the cost is missing', always, { at: 'body', bend: 'byok' }),
  'bill-promotion': scenario(
    'seedance-2.0-mini is billed at 0.4 of list, wan-3.0 at 0.85: discounts not in the catalogue',
    always,
    {
      at: 'bill',
      bend: 'promotion',
    },
  ),
  'bill-minimum': scenario('wan-3.0 and kling-v3.0 bill at least 5 s: a floor not in the catalogue', always, {
    at: 'bill',
    bend: 'minimum',
  }),
  'bill-failed-jobs': scenario('failed jobs are billed too', always, { at: 'bill', bend: 'failed-jobs' }),
  'foreign-unsigned-urls': scenario('unsigned_urls point to another host, which must not get the key', always, {
    at: 'body',
    bend: 'foreign-unsigned-urls',
  }),
  'signed-urls': scenario('polls carry urls on another host, beside unsigned_urls', always, {
    at: 'body',
    bend: 'signed-urls',
  }),
  'relative-unsigned-urls': scenario('unsigned_urls are relative', always, {
    at: 'body',
    bend: 'relative-unsigned-urls',
  }),
  'empty-unsigned-urls': scenario('unsigned_urls is an empty array', always, {
    at: 'body',
    bend: 'empty-unsigned-urls',
  }),
  'no-unsigned-urls': scenario('unsigned_urls is missing', always, { at: 'body', bend: 'no-unsigned-urls' }),
  'urls-in-objects': scenario('unsigned_urls are objects with a url in them', always, {
    at: 'body',
    bend: 'urls-in-objects',
  }),
  'done-word': scenario('completed jobs say "done" and name no file', always, { at: 'body', bend: 'done-word' }),
  'failed-word': scenario('completed and billed jobs say "failed", their file beside it', always, {
    at: 'body',
    bend: 'failed-word',
  }),
  'content-truncated': scenario('the first download ends early and cleanly: only the MP4 structure tells', 1, {
    at: 'file',
    bend: 'truncated',
  }),
  'content-cut': scenario('the first download is cut half way', 1, { at: 'file', bend: 'cut' }),
  'content-empty': scenario('the first download has no bytes', 1, { at: 'file', bend: 'empty' }),
  'content-wrong-type': scenario('the file comes as application/octet-stream', always, {
    at: 'file',
    bend: 'wrong-type',
  }),
  'content-base64': scenario('the file comes as a data: URL, in base64', always, { at: 'file', bend: 'base64' }),
  'content-gzip': scenario('the file comes compressed, although nobody asked for it', always, {
    at: 'file',
    bend: 'gzip',
  }),
  'content-trailing': scenario('a comment of a proxy follows the file', always, { at: 'file', bend: 'trailing' }),
  'content-html': scenario('the first download is a page of HTML with status 200', 1, { at: 'file', bend: 'html' }),
  'content-endless': scenario('the download never ends', always, { at: 'file', bend: 'endless' }),
  'content-redirect': scenario('the download redirects to another host, which must not get the key', always, {
    at: 'file',
    bend: 'redirect',
  }),
  'unasked-audio': scenario('models without an audio flag return a sound track all the same', always, {
    at: 'file',
    bend: 'unasked-audio',
  }),
  'content-reset': scenario('the first download is cut before it begins', 1, { at: 'content', breakage: reset }),
  'content-500': scenario('the first download answers 500', 1, {
    at: 'content',
    breakage: answer(500, 'Internal Server Error'),
  }),
  'content-502': scenario('the first download answers 502', 1, {
    at: 'content',
    breakage: answer(502, 'Provider returned error'),
  }),
  'content-429': scenario('the first download answers 429 with Retry-After', 1, {
    at: 'content',
    breakage: tooManyRequests,
  }),
  'content-404': scenario('the file is gone one minute after completion: 404', always, {
    at: 'content',
    breakage: answer(404, 'Video content not found'),
    afterSeconds: 60,
  }),
  'content-410': scenario('the file is gone one minute after completion: 410', always, {
    at: 'content',
    breakage: answer(410, 'Video content is no longer available'),
    afterSeconds: 60,
  }),
  'content-lost': scenario('the file is gone at once: 404', always, {
    at: 'content',
    breakage: answer(404, 'Video content not found'),
  }),
  'price-change': scenario('after the catalogue was read once, every price is a quarter higher', always, {
    at: 'catalog',
    bend: 'price-change',
  }),
  'model-withdrawn': scenario('the model first submitted is withdrawn between pick and submit', 1, {
    at: 'catalog',
    bend: 'withdrawal',
  }),
  'catalog-key-required': scenario('the catalogue wants a key', always, { at: 'catalog', bend: 'key-required' }),
  'webhook-none': scenario('no webhook is delivered', always, { at: 'webhook', bend: 'none' }),
  'webhook-duplicate': scenario('every webhook is delivered twice', always, { at: 'webhook', bend: 'duplicate' }),
  'webhook-late': scenario('webhooks come ten minutes late', always, { at: 'webhook', bend: 'late' }),
  'webhook-before-answer': scenario('the job ends at once and its webhook arrives before the 202', always, {
    at: 'webhook',
    bend: 'before-answer',
  }),
  'webhook-out-of-order': scenario('a stale failed event follows the completed one', always, {
    at: 'webhook',
    bend: 'out-of-order',
  }),
  'webhook-unsigned': scenario('webhooks carry no signature', always, { at: 'webhook', bend: 'unsigned' }),
  'webhook-forged': scenario(
    'before the true webhook comes a forged one: wrong secret, another cost, a foreign file',
    always,
    {
      at: 'webhook',
      bend: 'forged',
    },
  ),
  'webhook-replayed': scenario('the true webhook comes again with its old signature, ten minutes later', always, {
    at: 'webhook',
    bend: 'replayed',
  }),
  'webhook-future': scenario('webhooks are signed with a time stamp ten minutes ahead', always, {
    at: 'webhook',
    bend: 'future',
  }),
  ...chatScenarios,
} as const satisfies Readonly<Record<string, Scenario>>;

/** A fault that the simulator acts out, by its name. */
export type ScenarioName = keyof typeof scenarios;

/** Names for several scenarios at once. */
export const scenarioSets: Readonly<Record<string, { readonly explains: string; readonly of: string }>> = {
  none: { explains: 'no fault at all (the default)', of: '' },
  'lost-submits': { explains: 'the classic double spend', of: 'submit-reset' },
  'flaky-polls': {
    explains: 'polls fail in four ways',
    of: 'poll-429@0.3:3,poll-503@0.3:3,poll-reset@0.3:3,poll-html@0.3:3',
  },
  'surprise-bills': { explains: 'bills that the catalogue does not explain', of: 'bill-promotion,bill-minimum' },
  chaos: {
    explains: 'a seeded mixture of lost submits, refusals, bad polls, failed jobs and broken downloads',
    of: 'submit-reset@0.1,submit-502@0.1,submit-429@0.2,submit-503@0.1,poll-429@0.1:9,poll-503@0.1:9,poll-reset@0.1:9,poll-html@0.05:9,job-failed@0.05,job-moderated@0.05,job-expired@0.05,cost-null@0.1,content-truncated@0.2,content-502@0.2,content-cut@0.1,webhook-duplicate@0.3,webhook-late@0.1',
  },
};
