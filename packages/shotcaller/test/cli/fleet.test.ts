import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clocksDifferText } from '../../src/cli/render/clocks-differ.ts';
import { readFleet } from '../../src/jobs/read-fleet.ts';
import { openMemoryLedger } from '../../src/jobs/stores/open.ts';
import { sampleAttempt, sampleJob } from '../jobs/sample-job.ts';
import { shotcaller } from './command-line.ts';

const service = 'https://openrouter.ai';
const nowMs = Date.parse('2026-11-28T10:00:00.000Z');
const ago = (seconds: number) => new Date(nowMs - seconds * 1000).toISOString();

async function ledgerWith() {
  const ledger = await openMemoryLedger();
  onTestFinished(() => ledger.close());
  const instance = { service, kind: 'serve', version: '0.1.0', url: null, startedAt: ago(3600) } as const;
  await ledger.noteInstance({ ...instance, worker: 'one boot/pid 11 x', host: 'one', seenAt: ago(4) });
  await ledger.noteInstance({ ...instance, worker: 'two boot/pid 22 y', host: 'two', kind: 'worker', seenAt: ago(90) });
  const job = (id: string, change: Parameters<typeof sampleAttempt>[0]) =>
    ledger.openJob({
      job: sampleJob({ id }),
      attempt: sampleAttempt({ id, jobId: id, correlationToken: id, state: 'running', ...change }),
      dedupe: null,
      body: '{}',
    });
  await job('a', { worker: 'one boot/pid 11 x', leaseUntil: ago(-20), nextAt: ago(3) });
  await job('b', { worker: 'two boot/pid 22 y', leaseUntil: ago(-40), nextAt: ago(-10) });
  await job('c', { worker: 'three boot/pid 33 z', leaseUntil: ago(-40), nextAt: ago(-10) });
  await job('d', { worker: null, leaseUntil: null, nextAt: ago(70) });
  return ledger;
}

test('a fleet is its processes, what each carries, what is late, and who has been silent', async () => {
  const { processes, unheld, webhooks } = await readFleet(await ledgerWith(), { service, nowMs });
  expect(
    processes.map(({ host, pid, kind, isSilent, jobs, due, lateSeconds, leaseSecondsLeft }) => [
      host,
      pid,
      kind,
      isSilent,
      jobs,
      due,
      lateSeconds,
      leaseSecondsLeft,
    ]),
  ).toEqual([
    ['one', 11, 'serve', false, 1, 1, 3, 20],
    ['two', 22, 'worker', true, 1, 0, null, 40],
    // A command that carries its own jobs says nothing of itself, and its leases do.
    ['three', 33, 'command', false, 1, 0, null, 40],
  ]);
  expect(unheld).toEqual({ jobs: 1, due: 1, lateSeconds: 70 });
  expect(webhooks).toEqual({ unwritten: 0, waiting: 0, dead: 0 });
});

test('a process that was silent for a day is not listed any more', async () => {
  const ledger = await ledgerWith();
  const day = { service, nowMs: nowMs + 25 * 3_600_000 };
  expect((await readFleet(ledger, day)).processes.map(({ kind }) => kind)).toEqual(['command', 'command', 'command']);
});

test('without any process it is said how to start one', async () => {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-fleet-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const { code, out } = await shotcaller(['fleet', '--json'], { home });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ processes: [], unheld: { jobs: 0 } });
  expect((await shotcaller(['fleet'], { home })).talk).toContain('shotcaller serve');
});

test.each([
  [0, undefined],
  [-59_000, undefined],
  [61_000, /^The database's clock is a minute ahead of this machine's\. .*too early\. Set the clock that is wrong\.$/],
  [-3_600_000, /^The database's clock is 60 minutes behind this machine's\. .*too late\./],
])('a database whose clock is %i ms ahead is spoken of from a minute on', (aheadMs, said) => {
  const text = clocksDifferText(aheadMs);
  if (said) expect(text).toMatch(said);
  else expect(text).toBeUndefined();
});
