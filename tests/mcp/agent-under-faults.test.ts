import { readFile } from 'node:fs/promises';
import { scaledClock } from '@shotcaller/simulator';
import { expect, test } from 'vitest';
import { createGuardedFetch } from '../../packages/shotcaller/src/outbound/guarded-fetch.ts';
import { simulatedDoor } from '../../packages/shotcaller/test/mcp/agents.ts';
import { faults, jobSpeedUnder } from '../faults.ts';
import { fromWishToFile } from './scripted-agent.ts';

/** Agents with their limits go so many times as fast. */
const agentSpeed = 10;

/** Longest call that the agent's host allows, in the time of agents. */
const callLimitMs = 60_000;

const question = {
  requirements: {
    prompt: 'A paper boat on a puddle',
    durationSeconds: 4,
    resolution: '720p',
    aspectRatio: '16:9',
    audio: false,
  },
  model: 'google/veo-3.1-lite',
};

/** In which there may be no clip to be had: then the truth must be told. */
const mayHaveNoClip = new Set([
  'submit-402-credits',
  'submit-402-key-limit',
  'submit-403',
  'submit-413',
  'model-withdrawn',
  'job-moderated',
  'job-failed',
  'failed-word',
  'job-expired',
  'job-cancelled',
  'job-stuck',
  'content-lost',
  'content-endless',
  'bill-failed-jobs',
]);

test('there are some seventy faults', () => {
  expect(faults.length).toBeGreaterThan(60);
});

test.each(['none', ...faults])('%s: one bill, and a verified file where there is one', async (scenario) => {
  const jobTime = scaledClock(Date.now, jobSpeedUnder(scenario));
  const guarded = createGuardedFetch({ allowLoopback: true });
  await using door = await simulatedDoor({
    listens: true,
    simulator: { clock: jobTime, scenario, speed: 1 },
    parts: {
      clock: jobTime,
      // The other hosts of the faults are on loopback, which the default guard refuses.
      foreignFetch: (url, init) => guarded(String(url), init as Parameters<typeof guarded>[1]),
      placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 6000, remainingSeconds: null }),
    },
    door: { clock: scaledClock(Date.now, agentSpeed) },
  });
  const agent = await door.connect('modern', { timeoutMs: callLimitMs / agentSpeed });
  const { job } = await fromWishToFile(agent, question, () => door.simulator.jobs.at(-1)?.id);
  expect(door.simulator.jobs.length).toBeLessThanOrEqual(1);
  expect(door.simulator.bills.length).toBeLessThanOrEqual(1);
  if (mayHaveNoClip.has(scenario) && job.status !== 'done') {
    expect(['failed', 'refused', 'expired', 'cancelled', 'not_fetched', 'gave_up_watching']).toContain(job.status);
    expect(job.reason?.sentence).toBeTruthy();
    return;
  }
  expect(job).toMatchObject({ status: 'done' });
  // What is not as ordered is delivered too, and said.
  expect(job.files[0]!.verified || job.warnings.length > 0).toBe(true);
  expect((await readFile(job.path!)).subarray(4, 8).toString()).toBe('ftyp');
  expect(door.simulator.bills).toHaveLength(1);
});
