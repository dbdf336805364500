import { describe, expect, it } from 'vitest';
import { usualWatchSeconds } from '../../src/jobs/jobs.ts';
import { simulatedGateway } from './simulated-gateway.ts';

const order = {
  model: 'google/veo-3.1-lite',
  requirements: { prompt: 'A paper boat on a puddle', durationSeconds: 4, resolution: '720p' },
};

/** What every poll says: no estimate of a model is so wide. */
const saidByPoll = { low: 7, high: 77_777 };

/** A gateway whose clips take minutes, and its first job, which has been polled. */
async function polledJob() {
  const home = await simulatedGateway({
    simulator: { speed: 1 },
    shotcaller: { placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 20, remainingSeconds: saidByPoll }) },
  });
  const { id } = await (await home.post('/v1/jobs', order)).json();
  const job = async () => (await home.call(`/v1/jobs/${id}`)).json();
  await expect.poll(async () => (await job()).progress?.remainingSeconds).toEqual(saidByPoll);
  return { home, id, job };
}

describe('The progress of a job', () => {
  it('is none while nobody watches it any more', async () => {
    const { home, job } = await polledJob();
    await using _ = home;
    home.later(usualWatchSeconds * 1000);
    await expect.poll(async () => (await job()).status).toBe('gave_up_watching');
    expect(await job()).toMatchObject({ wireStatus: 'pending', ended: false, progress: null });
  });

  it('is none while nobody knows whether it was bought', async () => {
    await using home = await simulatedGateway({ simulator: { scenario: 'submit-reset' } });
    const job = await (await home.post('/v1/jobs', order)).json();
    expect(job).toMatchObject({ status: 'unknown', ended: false, progress: null });
  });

  it('is what its model usually takes once this server has let go of it, not what the last poll said', async () => {
    const { home, id, job } = await polledJob();
    await using _ = home;
    await home.post(`/v1/jobs/${id}/detach`, {});
    const { progress } = await job();
    expect(progress.remainingSeconds.high).toBeLessThan(saidByPoll.high);
  });
});
