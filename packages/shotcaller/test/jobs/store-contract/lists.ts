import { readBrief } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import type { Attempt, Job } from '../../../src/jobs/job.ts';
import { at, sampleAttempt } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { elsewhere, later, opening, service } from './samples.ts';

/** Which jobs are listed, and in which order. */
export function listContract({ open }: Ledgers): void {
  describe('lists', () => {
    const ended = { state: 'done', endedAt: at } as const;

    test('a page follows the one before, also among jobs of the same moment; none comes twice', async () => {
      const ledger = await open();
      // Created in another order than their ids; three moments for twenty jobs.
      const ids = Array.from({ length: 20 }, (_, number) => `job-${String((number * 7) % 20).padStart(2, '0')}`);
      for (const [number, id] of ids.entries()) {
        await ledger.openJob(
          opening(id, { job: { createdAt: later(number % 3), concludedAt: number % 5 ? null : at } }),
        );
      }
      const newestFirst = [2, 1, 0].flatMap((moment) =>
        ids
          .filter((_, number) => number % 3 === moment)
          .sort()
          .reverse(),
      );
      const listed: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await ledger.jobs({ service, limit: 3, ...(after !== undefined && { after }) });
        listed.push(...page.jobs.map(({ job }) => job.id));
        expect(page.jobs.length).toBeLessThanOrEqual(3);
        if (page.next === null) break;
        expect(page.next).toBe(listed.at(-1));
        after = page.next;
      }
      expect(listed).toEqual(newestFirst);

      const openIds: string[] = [];
      for (let page: readonly string[] = ['']; page.length > 0; openIds.push(...page)) {
        const after = openIds.at(-1);
        page = await ledger.openJobIds({ service, limit: 3, ...(after !== undefined && { after }) });
      }
      // Those that are concluded have an attempt that is not ended, so all are open.
      expect(openIds).toEqual([...newestFirst].reverse());
      expect((await ledger.jobs({ service, limit: 20 })).next).toBeNull();
    });

    test('jobs are listed by state, model, owner and day', async () => {
      const ledger = await open();
      const jobs: readonly [string, Partial<Job>, Partial<Attempt>][] = [
        ['a', {}, ended],
        ['b', { owner: 'alice~1' }, { state: 'running' }],
        ['c', { createdAt: '2026-11-23T00:00:00.000Z' }, { state: 'running', model: 'm/two' }],
        ['d', { createdAt: '2026-11-24T00:00:00.000Z' }, { ...ended, model: 'm/two' }],
      ];
      for (const [id, job, attempt] of jobs) await ledger.openJob(opening(id, { job, attempt }));
      await ledger.addAttempt(
        sampleAttempt({ id: 'a.2', jobId: 'a', number: 2, state: 'failed', model: 'm/two' }),
        '{}',
      );
      const ids = async (query: object) => (await ledger.jobs({ service, ...query })).jobs.map(({ job }) => job.id);
      expect(await ids({})).toEqual(['d', 'c', 'b', 'a']);
      expect(await ids({ states: ['running'] })).toEqual(['c', 'b']);
      expect(await ids({ states: ['failed', 'running'] })).toEqual(['c', 'b', 'a']);
      expect(await ids({ states: [] })).toEqual([]);
      expect(await ids({ model: 'm/two' })).toEqual(['d', 'c', 'a']);
      expect(await ids({ model: 'm/two', states: ['done'] })).toEqual(['d']);
      expect(await ids({ owner: 'alice~1' })).toEqual(['b']);
      expect(await ids({ owner: '' })).toEqual(['d', 'c', 'a']);
      expect(await ids({ since: '2026-11-23' })).toEqual(['d', 'c']);
      expect(await ids({ states: ['running'], after: 'c', limit: 1 })).toEqual(['b']);
      expect((await ledger.jobs({ service })).jobs.at(-1)?.attempts.map(({ id }) => id)).toEqual(['a', 'a.2']);
    });

    test('jobs are found by words of prompt, id, key or model, in whatever case, and by the time before', async () => {
      const ledger = await open();
      const brief = (prompt: string) => readBrief({ fields: { prompt, durationSeconds: 5 } });
      const jobs: readonly [string, string, Partial<Job>, Partial<Attempt>][] = [
        ['a', 'A paper Lantern, 100% "quiet"', {}, {}],
        ['b', 'Кружка на столе', { key: 'shot:mug:1' }, {}],
        ['c', 'a red_kite\nover \\ the field', {}, { model: 'm/two' }],
        ['d', 'a redXkite \u{1f3a5} ', { createdAt: '2026-11-23T00:00:00.000Z' }, {}],
      ];
      for (const [id, prompt, job, attempt] of jobs) {
        await ledger.openJob(opening(id, { job: { brief: brief(prompt), ...job }, attempt }));
      }
      const found = async (...words: string[]) =>
        (await ledger.jobs({ service, words })).jobs.map(({ job }) => job.id).join(' ');
      expect(await found('lantern')).toBe('a');
      expect(await found('LANTERN', 'paper')).toBe('a');
      expect(await found('lantern', 'kite')).toBe('');
      expect(await found('100%')).toBe('a');
      expect(await found('%')).toBe('a');
      expect(await found('red_kite')).toBe('c');
      expect(await found('"quiet"')).toBe('a');
      expect(await found('\\')).toBe('c');
      expect(await found('кружка')).toBe('b');
      expect(await found('🎥')).toBe('d');
      expect(await found('shot:mug')).toBe('b');
      expect(await found('m/two')).toBe('c');
      // Names of fields are no words of a job.
      expect(await found('requirements')).toBe('');
      expect(await found("' or 1=1 --")).toBe('');
      // A search that looks at two jobs at a time goes on from page to page, and finds the same.
      const seen: string[] = [];
      let next: string | null | undefined;
      for (let pages = 0; next !== null; pages += 1) {
        expect(pages).toBeLessThan(5);
        const page = await ledger.jobs({ service, words: ['a'], mostSearched: 2, ...(next && { after: next }) });
        seen.push(...page.jobs.map(({ job }) => job.id));
        next = page.next;
      }
      expect(seen).toEqual((await ledger.jobs({ service, words: ['a'] })).jobs.map(({ job }) => job.id));
      const ids = async (query: object) => (await ledger.jobs({ service, ...query })).jobs.map(({ job }) => job.id);
      expect(await ids({ before: '2026-11-23T00:00:00.000Z' })).toEqual(['c', 'b', 'a']);
      expect(await ids({ words: ['a'], before: '2026-11-23T00:00:00.000Z', after: 'c', limit: 1 })).toEqual(['a']);
    });

    test('a page may be longer than a statement has parameters', async () => {
      const ledger = await open();
      await Promise.all(Array.from({ length: 1200 }, (_, number) => ledger.openJob(opening(`job-${number}`))));
      const { jobs } = await ledger.jobs({ service, limit: 2000 });
      expect(jobs).toHaveLength(1200);
      expect(jobs.every(({ attempts }) => attempts.length === 1)).toBe(true);
    });

    test('jobs that moved since a time are named, each once, of one owner where asked; nothing older', async () => {
      const ledger = await open();
      const moved = (id: string, time: string, owner = '') =>
        ledger.openJob(opening(id, { job: { owner }, attempt: { createdAt: time } }));
      await moved('old', '2026-11-28T09:00:00.000Z');
      await moved('late', '2026-11-28T10:00:02.000Z');
      await moved('early', '2026-11-28T10:00:01.000Z', 'alice~1');
      const since = '2026-11-28T10:00:00.000Z';
      expect(await ledger.movedJobIds({ service, since, limit: 9 })).toEqual(['early', 'late']);
      expect(await ledger.movedJobIds({ service, owner: 'alice~1', since, limit: 9 })).toEqual(['early']);
      expect(await ledger.movedJobIds({ service, since, limit: 1 })).toEqual(['early']);
      expect(await ledger.movedJobIds({ service: elsewhere, since, limit: 9 })).toEqual([]);
    });

    test('a job is open until it is concluded and all its attempts have ended', async () => {
      const ledger = await open();
      await ledger.openJob(opening('fallback due', { attempt: { state: 'failed', endedAt: at } }));
      await ledger.openJob(opening('unknown', { attempt: { state: 'unknown' }, job: { concludedAt: at } }));
      await ledger.openJob(opening('over', { attempt: ended }));
      expect(await ledger.openJobIds({ service })).toEqual(['fallback due', 'over', 'unknown']);
      await ledger.concludeJob('over', later(5));
      expect((await ledger.job('over'))?.concludedAt).toBe(later(5));
      expect(await ledger.openJobIds({ service })).toEqual(['fallback due', 'unknown']);
    });
  });
}
