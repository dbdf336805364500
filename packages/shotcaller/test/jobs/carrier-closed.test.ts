import { expect, onTestFinished, test } from 'vitest';
import { ShotcallerClosed } from '../../src/jobs/shotcaller-closed.ts';
import { openMemoryLedger } from '../../src/jobs/stores/open.ts';
import { createParts } from '../../src/shotcaller-parts.ts';
import { sampleAttempt, sampleJob } from './sample-job.ts';
import { simulate } from './simulated.ts';

test('a job that is to be carried while the ledger is opened, and everything closed meanwhile, is refused as one that comes later', async () => {
  await using world = await simulate();
  const ledger = await openMemoryLedger();
  onTestFinished(() => ledger.close());
  await ledger.openJob({ job: sampleJob(), attempt: sampleAttempt(), dedupe: null, body: '{}' });
  const { jobs } = createParts({
    home: world.home,
    ledger,
    fetch: (input, init) => world.simulator.fetch(input, init),
  });
  const carrying = jobs.carry('job-1');
  const closing = jobs.close();
  await expect(carrying).rejects.toBeInstanceOf(ShotcallerClosed);
  await closing;
  expect(world.simulator.jobs).toEqual([]);
});
