import { type Price, readBrief } from '@shotcaller/core';
import type { Attempt, Job, Receipt } from '../../src/jobs/job.ts';

export const at = '2026-11-22T10:00:00.000Z';

export function samplePrice(usd: string | null): Price {
  return {
    lowUsd: usd,
    expectedUsd: usd,
    highUsd: usd,
    confidence: usd === null ? 'unknown' : 'exact',
    lines: usd === null ? [] : [{ sku: 'duration_seconds', unit: 'second', quantity: '1', rateUsd: usd, usd }],
    reasons: [],
    assumptions: [],
    confirmedByBill: false,
  };
}

export function sampleJob(change: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    key: null,
    fingerprint: 'f1',
    service: 'https://openrouter.ai',
    owner: '',
    brief: readBrief({ fields: { prompt: 'a mug', durationSeconds: 5 } }),
    receipt: null,
    options: { fallback: 0, allowTwoBills: false, overwrite: false, sidecar: false, watchSeconds: 3600 },
    findings: [],
    createdAt: at,
    concludedAt: null,
    ...change,
  };
}

export function sampleAttempt(change: Partial<Attempt> = {}): Attempt {
  return {
    id: 'job-1',
    jobId: 'job-1',
    number: 1,
    state: 'planned',
    version: 1,
    worker: 'me',
    leaseUntil: '2026-11-22T10:01:00.000Z',
    nextAt: null,
    deadlineAt: null,
    service: 'https://openrouter.ai',
    model: 'google/veo-3.1-lite',
    correlationToken: `token-of-${change.id ?? 'job-1'}`,
    requestHash: 'h1',
    price: samplePrice('0.12'),
    clip: { task: 'generate', durationSeconds: 4, resolution: '720p', audio: false },
    expectedTime: { p50Seconds: 41, p90Seconds: 70 },
    remoteId: null,
    pollingUrl: null,
    remoteStatus: null,
    submitTries: 0,
    polls: 0,
    pollErrors: 0,
    downloadTries: 0,
    createdAt: at,
    submittedAt: null,
    lastPendingAt: null,
    completedAt: null,
    endedAt: null,
    contentUrls: [],
    target: null,
    file: null,
    billedUsd: null,
    billKnown: null,
    billDoubt: null,
    reason: null,
    budgetDay: null,
    ...change,
  };
}

export function sampleReceipt(change: Partial<Receipt> = {}): Receipt {
  return {
    bodyHash: 'body-1',
    receivedAtMs: Date.parse(at),
    requested: 'auto',
    callbackUrl: null,
    choice: null,
    answer: 'pending',
    answeredAtMs: null,
    repeats: 0,
    handedOver: false,
    letGo: false,
    ...change,
  };
}
