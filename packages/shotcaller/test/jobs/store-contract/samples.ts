import type { Attempt, Job } from '../../../src/jobs/job.ts';
import type { Ledger } from '../../../src/jobs/ledger.ts';
import type { Caps } from '../../../src/jobs/money/caps.ts';
import type { ClientKey } from '../../../src/jobs/records/client-key-records.ts';
import type { Dedupe, JobOpening, Transition } from '../../../src/jobs/records/job-records.ts';
import type { OwedWebhook } from '../../../src/jobs/records/webhook-records.ts';
import { at, sampleAttempt, sampleJob } from '../sample-job.ts';

export const service = 'https://openrouter.ai';
export const elsewhere = 'https://simulator.invalid';
export const atMs = Date.parse(at);
export const later = (durationMs: number) => new Date(atMs + durationMs).toISOString();

/** A dollar, in pico-dollars. */
export const dollar = 10n ** 12n;

/** What opens a job `id` with one attempt. */
export function opening(
  id: string,
  {
    job = {},
    attempt = {},
    dedupe = null,
    body = '{"model":"m"}',
  }: {
    readonly job?: Partial<Job>;
    readonly attempt?: Partial<Attempt>;
    readonly dedupe?: Dedupe | null;
    readonly body?: string;
  } = {},
): JobOpening {
  const whole = sampleJob({ id, ...job });
  return {
    job: whole,
    dedupe,
    attempt: sampleAttempt({ id, jobId: id, service: whole.service, createdAt: whole.createdAt, ...attempt }),
    body,
  };
}

/** A clip of the batch `film`. */
export const ofFilm = { options: { ...sampleJob({}).options, batch: { name: 'film' } } };

export const byKey = (key: string): Dedupe => ({ by: 'key', key });

/** Moves job `id`'s first attempt from the version. */
export function move(id: string, version: number, change: Partial<Transition> = {}): Transition {
  return {
    attemptId: id,
    version,
    change: { state: 'submitting', budgetDay: at.slice(0, 10) },
    at,
    by: 'me',
    event: { what: 'submitting', detail: { reservedUsd: '0.12' } },
    ...change,
  };
}

export async function reserve(
  ledger: Ledger,
  id: string,
  pico: bigint | null,
  caps: Caps = {},
  change: Partial<Transition> = {},
) {
  const money = pico === null ? [] : [{ kind: 'reserve', pico } as const];
  return ledger.reserve(move(id, 1, { money, ...change }), pico, caps);
}

export const neverSubmitted: Partial<Transition> = {
  change: { state: 'cancelled', reason: { code: 'never_submitted' } },
  event: { what: 'cancelled' },
};

export function clientKey(name: string, change: Partial<ClientKey> = {}): ClientKey {
  return {
    name,
    owner: `${name}~1`,
    sha256: `hash of ${name}`,
    createdAt: at,
    revokedAt: null,
    admin: false,
    ...change,
  };
}

export function webhook(id: string, change: Partial<OwedWebhook> = {}): OwedWebhook {
  return {
    id,
    jobId: id,
    service,
    url: 'https://example.com/hook',
    body: '{}',
    state: 'waiting',
    tries: 0,
    nextAtMs: atMs,
    lastError: null,
    firstAtMs: atMs,
    lastAtMs: atMs,
    ...change,
  };
}
