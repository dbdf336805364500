import { describe, expect, test } from 'vitest';
import { at } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { clientKey } from './samples.ts';

/** Client keys, and what is made once for all gateways. */
export function clientKeyContract({ twoHandles }: Ledgers): void {
  describe('client keys and secrets', () => {
    test('a key is found by its hash until it is revoked; its name may then be given again', async () => {
      const [ledger, other] = await twoHandles();
      const alice = clientKey('alice', {
        admin: true,
        budgetUsd: '5',
        dailyUsd: '1',
        models: ['a/b'],
        submitsPerMinute: 7,
      });
      const answers = await Promise.all([
        ledger.addClientKey(alice),
        other.addClientKey({ ...alice, owner: 'alice~2', sha256: 'another' }),
      ]);
      expect(answers.filter(Boolean)).toHaveLength(1);
      const [added] = await ledger.clientKeys();
      expect(added).toEqual(answers[0] ? alice : { ...alice, owner: 'alice~2', sha256: 'another' });
      await ledger.addClientKey(clientKey('aaron'));
      expect((await other.clientKeys()).map(({ name }) => name)).toEqual(['aaron', 'alice']);
      expect(await other.clientKey(added!.sha256)).toEqual(added);
      expect(await other.clientKey('nobody')).toBeUndefined();
      expect(await ledger.revokeClientKey('alice', at)).toBe(true);
      expect(await ledger.revokeClientKey('alice', at)).toBe(false);
      expect(await ledger.clientKey(added!.sha256)).toBeUndefined();
      expect(await ledger.addClientKey(clientKey('alice', { owner: 'alice~3', sha256: 'third' }))).toBe(true);
      expect(await ledger.addClientKey({ ...added!, name: 'eve' })).toBe(false);
    });

    test('of two that ask for a secret at once, both get the same, and so does whoever comes later', async () => {
      const ledgers = await twoHandles();
      const values = await Promise.all(ledgers.map((ledger, number) => ledger.secret('s', () => `made by ${number}`)));
      expect(new Set(values).size).toBe(1);
      expect(await ledgers[0].secret('s', () => 'later')).toBe(values[0]);
      expect(await ledgers[0].secret('another', () => 'new')).toBe('new');
    });
  });
}
