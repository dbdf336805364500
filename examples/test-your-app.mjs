// A test of code that buys clips: the service refuses once, polls break off, the download is cut; still there is one clip and one bill.
import assert from 'node:assert/strict';
import { testShotcaller } from 'shotcaller/testing';

const { shotcaller, simulator, close } = await testShotcaller({ scenario: 'submit-503,poll-reset,content-cut' });
try {
  const job = await shotcaller.run(
    { prompt: 'a paper boat on a puddle', durationSeconds: 4, resolution: '480p', audio: false },
    { model: 'bytedance/seedance-1-5-pro', maxUsd: '0.50' },
  );
  assert.equal(job.status, 'done');
  assert.equal(simulator.jobs.length, 1);
  assert.equal(job.billedUsd, simulator.bills[0].usd);
  console.log(
    `${job.status}: ${job.files[0].width}x${job.files[0].height}, billed $${job.billedUsd}, bought ${simulator.jobs.length}`,
  );
} finally {
  await close();
}
