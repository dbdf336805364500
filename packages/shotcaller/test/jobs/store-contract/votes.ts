import { describe, expect, test } from 'vitest';
import type { StoredVote } from '../../../src/jobs/records/vote-records.ts';
import { at } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { elsewhere, later, service } from './samples.ts';

/** Votes on clips. */
export function voteContract({ open }: Ledgers): void {
  describe('votes', () => {
    const vote: StoredVote = {
      id: 'v1',
      service,
      owner: '',
      models: ['a/one', 'b/two'],
      better: 'a/one',
      task: 'text-to-video',
      tag: 'talking',
      votedAt: at,
      jobIds: ['j1', 'j2'],
    };

    test('are kept by service, oldest first, and each once', async () => {
      const ledger = await open();
      const tie: StoredVote = { ...vote, id: 'v0', better: null, votedAt: later(-1000), jobIds: null };
      const { tag: _, ...untagged } = { ...vote, id: 'v2', votedAt: later(1000) };
      for (const one of [vote, tie, untagged]) expect(await ledger.addVote(one)).toBe(true);
      expect(await ledger.addVote({ ...vote, better: 'b/two' })).toBe(false);
      await ledger.addVote({ ...vote, id: 'v3', service: elsewhere });
      expect(await ledger.votes({ service })).toEqual([tie, vote, untagged]);
      expect(await ledger.checkIntegrity()).toEqual([]);
    });
  });
}
