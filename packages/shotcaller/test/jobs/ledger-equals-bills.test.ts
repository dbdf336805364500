import { scaledClock } from '@shotcaller/simulator';
import Big from 'big.js';
import { expect, test } from 'vitest';
import { type ScenarioName, scenarios } from '../../../simulator/src/faults/scenarios.ts';
import type { JobResult } from '../../src/jobs/job-result.ts';
import type { Shotcaller } from '../../src/shotcaller.ts';
import { type Simulated, simulate } from './simulated.ts';

const order = { prompt: 'A paper boat on a puddle', durationSeconds: 4, resolution: '720p', audio: false } as const;
const model = 'google/veo-3.1-lite';

/** Faults of chats leave videos alone. */
const ofVideos = (Object.keys(scenarios) as ScenarioName[]).filter((name) => !name.startsWith('chat-'));

test.each(ofVideos)(
  '%s: the ledger adds up to the bills of the account, once what is in doubt is settled by what the account shows',
  async (scenario) => {
    const clock = scaledClock(Date.now, 200);
    await using home = await simulate({ scenario, clock, speed: 1 });
    const shotcaller = home.open({
      clock,
      placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 5000, remainingSeconds: null }),
      foreignFetch: (url, request) => home.simulator.fetch(url, request),
    });
    const ended = await shotcaller.run(order, { model, watchSeconds: 900 });
    if (!('attempts' in ended)) throw new Error(ended.status);
    await settleByAccount(home, shotcaller, ended);
    const { report } = await shotcaller.ledger();
    const { billedUsd, assumedUsd, reservedUsd, unknownBills } = report.total;
    expect({ billedUsd, assumedUsd, reservedUsd, unknownBills }).toEqual({
      billedUsd: accountBills(home),
      assumedUsd: '0',
      reservedUsd: '0',
      unknownBills: 0,
    });
    expect(await shotcaller.checkIntegrity()).toEqual([]);
    expect(home.simulator.jobs.length).toBeLessThanOrEqual(1);
  },
);

/** What a person does who looks at the activity of the account, where the job is a minute after its end. */
async function settleByAccount({ simulator }: Simulated, shotcaller: Shotcaller, job: JobResult): Promise<void> {
  const isInDoubt = job.status === 'unknown' || (job.status === 'gave_up_watching' && job.billedUsd === null);
  if (!isInDoubt && job.unknownBills === 0) return;
  await expect.poll(() => simulator.jobs.every(hasEndedOrNeverWill)).toBe(true);
  const [bill] = simulator.bills;
  // What the service has accepted is not said to be unbought, only to have no bill.
  const isAccepted = job.attempts.some(({ remoteId }) => remoteId !== null);
  const found = bill || isAccepted ? { billedUsd: bill?.usd ?? '0' } : ({ notBought: true } as const);
  await shotcaller.settle(job.id, { ...found, saidBy: 'a person' });
}

function hasEndedOrNeverWill({
  settledAtMs,
  scenario,
  endsAtMs,
  submittedAtMs,
}: Simulated['simulator']['jobs'][number]) {
  return settledAtMs !== undefined || scenario.includes('job-stuck') || endsAtMs - submittedAtMs > 3_600_000;
}

function accountBills({ simulator }: Simulated): string {
  return simulator.bills.reduce((sum, { usd }) => sum.plus(usd), new Big(0)).toFixed();
}
