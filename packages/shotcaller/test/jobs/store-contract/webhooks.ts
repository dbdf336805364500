import { describe, expect, test } from 'vitest';
import { at, sampleReceipt } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { atMs, elsewhere, opening, service, webhook } from './samples.ts';

/** Webhooks that are owed. */
export function webhookContract({ open }: Ledgers): void {
  describe('webhooks', () => {
    test('a webhook is owed once, and the next due is given first', async () => {
      const ledger = await open();
      expect(await ledger.oweWebhook(webhook('a', { nextAtMs: atMs + 2 }))).toBe(true);
      expect(await ledger.oweWebhook(webhook('a'))).toBe(false);
      await ledger.oweWebhook(webhook('b', { nextAtMs: atMs + 1 }));
      expect((await ledger.webhooks({ service, state: 'waiting', limit: 5 })).map(({ id }) => id)).toEqual(['b', 'a']);
      expect(await ledger.webhooks({ service, state: 'waiting', limit: 1 })).toEqual([
        webhook('b', { nextAtMs: atMs + 1 }),
      ]);
      const change = { tries: 1, nextAtMs: atMs + 9, lastError: 'HTTP 500', lastAtMs: atMs + 3 };
      await ledger.changeWebhook('b', change);
      expect((await ledger.webhooks({ service, state: 'waiting', limit: 5 })).at(-1)).toEqual(webhook('b', change));
      await ledger.changeWebhook('a', { state: 'delivered' });
      expect([
        await ledger.countWebhooks({ service, state: 'waiting' }),
        await ledger.countWebhooks({ service, state: 'delivered' }),
      ]).toEqual([1, 1]);
      expect(await ledger.countWebhooks({ service, state: 'dead' })).toBe(0);
      await ledger.changeWebhook('a', {});
      await ledger.oweWebhook(webhook('c', { service: elsewhere }));
      expect((await ledger.webhooks({ service, state: 'waiting', limit: 5 })).map(({ id }) => id)).toEqual(['b']);
      expect(await ledger.countWebhooks({ service: elsewhere, state: 'waiting' })).toBe(1);
    });

    test('a webhook that was delivered stays so, whatever a process says that slept through it', async () => {
      const ledger = await open();
      await ledger.oweWebhook(webhook('a'));
      await ledger.changeWebhook('a', { state: 'delivered', tries: 1 });
      await ledger.changeWebhook('a', { state: 'dead', tries: 9, lastError: 'timed_out' });
      await ledger.changeWebhook('a', { nextAtMs: atMs, lastError: 'timed_out' });
      expect(await ledger.countWebhooks({ service, state: 'delivered' })).toBe(1);
      expect((await ledger.webhooks({ service, state: 'delivered', limit: 1 }))[0]).toMatchObject({
        tries: 1,
        lastError: null,
      });
    });

    test('a concluded job with a callback URL is owed a webhook until one is written down', async () => {
      const ledger = await open();
      const receipt = sampleReceipt({ callbackUrl: 'https://example.com/hook' });
      await ledger.openJob(opening('owed', { job: { receipt, concludedAt: at } }));
      await ledger.openJob(opening('open', { job: { receipt } }));
      await ledger.openJob(opening('unasked', { job: { receipt: sampleReceipt(), concludedAt: at } }));
      await ledger.openJob(opening('there', { job: { receipt, concludedAt: at, service: elsewhere } }));
      expect(await ledger.jobIdsOwedWebhook(service)).toEqual(['owed']);
      await ledger.oweWebhook(webhook('owed-completed', { jobId: 'owed' }));
      expect(await ledger.jobIdsOwedWebhook(service)).toEqual([]);
    });
  });
}
