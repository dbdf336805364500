import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../src/jobs/records/instance-records.ts';
import { at, sampleReceipt } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { elsewhere, opening, service } from './samples.ts';

/** Processes, and the jobs that they hold. */
export function instanceContract({ open }: Ledgers): void {
  describe('processes', () => {
    test('a process says that it is there, until it ends or is silent for long', async () => {
      const ledger = await open();
      const instance = (worker: string, seenAt: string): Instance => ({
        worker,
        service,
        host: 'one-name-for-all',
        kind: 'serve',
        version: '0.1.0',
        url: null,
        startedAt: at,
        seenAt,
      });
      await ledger.noteInstance(instance('a', '2026-11-28T10:00:00.000Z'));
      await ledger.noteInstance(instance('b', '2026-11-28T10:00:00.000Z'));
      await ledger.noteInstance(instance('b', '2026-11-28T10:05:00.000Z'));
      await ledger.noteInstance({ ...instance('c', '2026-11-28T10:05:00.000Z'), service: elsewhere });
      const lately = { service, since: '2026-11-28T10:01:00.000Z' };
      expect(await ledger.instances(lately)).toEqual([instance('b', '2026-11-28T10:05:00.000Z')]);
      // Who was silent for so long is forgotten.
      expect(await ledger.instances({ service, since: at })).toHaveLength(1);
      await ledger.forgetInstance('b');
      expect(await ledger.instances(lately)).toEqual([]);
    });

    test('what each worker holds is counted, with what is due and since when', async () => {
      const ledger = await open();
      const held = { state: 'running', worker: 'w', leaseUntil: '2026-11-28T10:01:00.000Z' } as const;
      await ledger.openJob(opening('due', { attempt: { ...held, nextAt: '2026-11-28T09:59:00.000Z' } }));
      await ledger.openJob(opening('later', { attempt: { ...held, nextAt: '2026-11-28T10:30:00.000Z' } }));
      await ledger.openJob(opening('ended', { attempt: { ...held, state: 'done' } }));
      await ledger.openJob(opening('free', { attempt: { state: 'planned', worker: null, leaseUntil: null } }));
      const answer = await ledger.heldJobs({ service, at: '2026-11-28T10:00:00.000Z' });
      expect(answer.find(({ worker }) => worker === 'w')).toEqual({
        worker: 'w',
        jobs: 2,
        due: 1,
        dueSince: '2026-11-28T09:59:00.000Z',
        leaseUntil: '2026-11-28T10:01:00.000Z',
      });
      expect(answer.find(({ worker }) => worker === null)).toMatchObject({ jobs: 1, due: 1, leaseUntil: null });
    });

    test('a job that was let go of is taken up by nobody until somebody resumes it', async () => {
      const ledger = await open();
      await ledger.openJob(
        opening('left', {
          job: { receipt: sampleReceipt() },
          attempt: { state: 'running', worker: null, nextAt: null },
        }),
      );
      const abandoned = () =>
        ledger.abandonedJobIds({ service, at: '2027-01-01', endedBefore: '2027-01-01', limit: 9 });
      expect(await abandoned()).toEqual(['left']);
      await ledger.changeReceipt('left', { letGo: true });
      expect(await abandoned()).toEqual([]);
      expect((await ledger.job('left'))?.receipt?.letGo).toBe(true);
      await ledger.changeReceipt('left', { letGo: false });
      expect(await abandoned()).toEqual(['left']);
    });
  });
}
