import { readBrief } from '@shotcaller/core';
import type { Ledger } from '../../packages/shotcaller/src/jobs/ledger.ts';
import { sampleAttempt, sampleJob } from '../../packages/shotcaller/test/jobs/sample-job.ts';

const startMs = Date.parse('2026-11-22T10:00:00.000Z');

/** Puts so many jobs that were refused into a ledger, a minute after each other, each with its number in the prompt. */
export async function fillLedger(ledger: Ledger, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const id = `filled-${String(number).padStart(6, '0')}`;
    const createdAt = new Date(startMs + number * 60_000).toISOString();
    const fields = { prompt: `clip number ${number} of a lantern`, durationSeconds: 5, resolution: '720p' };
    await ledger.openJob({
      job: sampleJob({ id, brief: readBrief({ fields }), createdAt, concludedAt: createdAt }),
      attempt: sampleAttempt({
        id,
        jobId: id,
        createdAt,
        state: 'refused',
        worker: null,
        leaseUntil: null,
        endedAt: createdAt,
      }),
      dedupe: null,
      body: '{}',
    });
  }
}
