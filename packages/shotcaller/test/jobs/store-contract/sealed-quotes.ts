import { type Plan, readBrief } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import type { SealedQuote } from '../../../src/jobs/sealed-quote.ts';
import { at, sampleJob } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { elsewhere, later, service } from './samples.ts';

/** Quotes that may be bought as they are. */
export function sealedQuoteContract({ open, twoHandles }: Ledgers): void {
  describe('sealed quotes', () => {
    const picture = `data:image/png;base64,${'A'.repeat(2000)}`;
    const quote = (id: string, change: Partial<SealedQuote> = {}): SealedQuote => ({
      id,
      service,
      owner: 'ann',
      sealedAt: at,
      expiresAt: later(900_000),
      brief: readBrief({ fields: { prompt: 'a mug', firstFrame: picture } }),
      options: { ...sampleJob().options, confirmUsd: '0.12' },
      plan: { kind: 'plan', model: 'a/b', body: { prompt: 'a mug', image: picture } } as unknown as Plan,
      ...change,
    });

    test('come back as they were kept, to their owner and service only, through another handle', async () => {
      const [ledger, other] = await twoHandles();
      await ledger.addSealedQuote(quote('q1'));
      expect(await other.sealedQuote({ service, owner: 'ann', id: 'q1' })).toEqual(quote('q1'));
      expect(await other.sealedQuote({ service, owner: '', id: 'q1' })).toBeUndefined();
      expect(await other.sealedQuote({ service, owner: 'bob', id: 'q1' })).toBeUndefined();
      expect(await other.sealedQuote({ service: elsewhere, owner: 'ann', id: 'q1' })).toBeUndefined();
      await expect(ledger.addSealedQuote(quote('q1'))).rejects.toThrow();
      expect(await ledger.checkIntegrity()).toEqual([]);
    });

    test('the oldest of an owner go when there are more than 50, of others none', async () => {
      const ledger = await open();
      await ledger.addSealedQuote(quote('of bob', { owner: 'bob', sealedAt: later(-1000) }));
      for (let number = 0; number < 52; number += 1) {
        await ledger.addSealedQuote(quote(`q${number}`, { sealedAt: later(number) }));
      }
      const kept = await Promise.all(
        ['q0', 'q1', 'q2', 'q51'].map((id) => ledger.sealedQuote({ service, owner: 'ann', id })),
      );
      expect(kept.map((one) => one?.id)).toEqual([undefined, undefined, 'q2', 'q51']);
      expect(await ledger.sealedQuote({ service, owner: 'bob', id: 'of bob' })).toBeDefined();
    });
  });
}
