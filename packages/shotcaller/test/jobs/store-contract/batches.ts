import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/jobs/ledger.ts';
import { at } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { elsewhere, later, service } from './samples.ts';

/** Batches, and who carries them. */
export function batchContract({ open, twoHandles }: Ledgers): void {
  describe('batches', () => {
    const picture = `data:image/png;base64,${'A'.repeat(2000)}`;
    const film = {
      service,
      owner: '',
      name: 'film',
      state: 'running',
      carriedBy: 'gateway',
      summary: { clips: 2 },
      content: { plan: [picture, picture], options: {} },
    } as const;
    const name = { service, owner: '', name: 'film' };
    const isGone = () => false;
    const lease = { worker: 'one', until: later(60_000) };

    test('a batch is given back as it was written, with its pictures, and keeps the time of its making', async () => {
      const ledger = await open();
      expect(await ledger.putBatch({ ...film, state: 'planned' }, { at, isGone })).toBe(true);
      expect(await ledger.putBatch(film, { at: later(5), lease, isGone })).toBe(true);
      expect(await ledger.batch(name)).toEqual({ ...film, createdAt: at, updatedAt: later(5) });
      const { content: _, ...listed } = film;
      expect(await ledger.batches({ service })).toEqual([{ ...listed, createdAt: at, updatedAt: later(5) }]);
      expect(await ledger.batches({ service, owner: 'alice~1' })).toEqual([]);
      expect(await ledger.batch({ ...name, owner: 'alice~1' })).toBeUndefined();
      expect(await ledger.batch({ ...name, service: elsewhere })).toBeUndefined();
    });

    test('of two workers that take a batch at once, one holds it until its lease is over, it is let go of, or it is dead', async () => {
      const [ledger, other] = await twoHandles();
      const take = (who: Ledger, worker: string, time: number, gone = isGone as (worker: string) => boolean) =>
        who.putBatch(film, { at: later(time), lease: { worker, until: later(time + 60_000) }, isGone: gone });
      const both = await Promise.all([take(ledger, 'one', 0), take(other, 'two', 0)]);
      expect(both.toSorted()).toEqual([false, true]);
      const [winner, loser] = both[0] ? ['one', 'two'] : ['two', 'one'];
      expect(await ledger.renewBatch({ ...name, worker: winner, until: later(90_000) })).toBe(true);
      expect(await ledger.renewBatch({ ...name, worker: loser, until: later(99_000) })).toBe(false);
      expect(await take(other, loser, 80_000)).toBe(false);
      expect(await take(other, loser, 91_000)).toBe(true);
      expect(await ledger.renewBatch({ ...name, worker: winner, until: later(200_000) })).toBe(false);
      expect(await take(ledger, 'three', 92_000, (worker) => worker === loser)).toBe(true);
      await ledger.releaseBatch({
        ...name,
        worker: 'nobody',
        state: 'ended',
        summary: { clips: 3 },
        at: later(93_000),
      });
      expect((await ledger.batch(name))?.state).toBe('running');
      await ledger.releaseBatch({ ...name, worker: 'three', state: 'ended', summary: { clips: 3 }, at: later(93_000) });
      expect(await ledger.batch(name)).toMatchObject({
        state: 'ended',
        summary: { clips: 3 },
        updatedAt: later(93_000),
      });
      expect(await take(other, 'four', 93_000)).toBe(true);
    });

    test('a batch that a gateway carries is abandoned when nobody living holds it and it has not ended', async () => {
      const ledger = await open();
      const put = (given: Partial<Parameters<Ledger['putBatch']>[0]>, worker?: string) =>
        ledger.putBatch(
          { ...film, ...given },
          { at, isGone, ...(worker && { lease: { worker, until: later(1000) } }) },
        );
      await put({ name: 'held' }, 'alive');
      await put({ name: 'over' }, 'dead');
      await put({ name: 'let go', state: 'interrupted' });
      await put({ name: 'done', state: 'ended' });
      await put({ name: 'planned', state: 'planned' });
      await put({ name: 'typed', carriedBy: 'caller', state: 'interrupted' });
      await put({ name: 'there', service: elsewhere, state: 'interrupted' });
      const names = async (time: number) =>
        (await ledger.abandonedBatches({ service, at: later(time), isGone: (worker) => worker === 'dead' }))
          .map((batch) => batch.name)
          .toSorted();
      expect(await names(0)).toEqual(['let go', 'over']);
      expect(await names(1001)).toEqual(['held', 'let go', 'over']);
    });
  });
}
