import { expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { sampleAttempt, sampleJob, sampleReceipt } from '../jobs/sample-job.ts';
import { simulatedGateway } from './simulated-gateway.ts';

test('a gateway that starts takes up every open job, and reads at most 200 of them with their pictures at a time', async () => {
  await using first = await simulatedGateway();
  const open = 450;
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const ids = Array.from({ length: open }, (_, number) => `job-${String(number).padStart(3, '0')}`);
  for (const id of ids) {
    await first.ledger.openJob({
      job: sampleJob({ id, receipt: sampleReceipt({ answer: 'delivered' }) }),
      attempt: sampleAttempt({
        id,
        jobId: id,
        state: 'submitted',
        remoteId: `remote-of-${id}`,
        worker: null,
        leaseUntil: null,
        nextAt: tomorrow,
        deadlineAt: tomorrow,
      }),
      dedupe: null,
      body: '{}',
    });
  }
  const ledger = await openLedger({ home: first.home, now: new Date().toISOString() });
  onTestFinished(() => ledger.close());
  const pages: number[] = [];
  const jobsWithAttempts: typeof ledger.jobsWithAttempts = (wanted) => {
    pages.push(wanted.length);
    return ledger.jobsWithAttempts(wanted);
  };
  await using second = await simulatedGateway({
    beside: first,
    gateway: { ledger: { ...ledger, jobsWithAttempts } },
  });
  await second.gateway.recover();
  expect(second.gateway.underWay).toBe(open);
  expect(pages).toEqual([200, 200, 50]);
});
