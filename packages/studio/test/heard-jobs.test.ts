import { expect, it } from 'vitest';
import { type Book, withJob, withList } from '../src/api/heard-jobs.ts';
import type { Job } from '../src/api/wire.ts';

/** As far as the book of jobs looks at one. */
const job = (id: string, status: string) => ({ id, status, ended: status === 'done' }) as unknown as Job;
const statusesOf = (book: Book) => [...book.values()].map(({ job: { id, status } }) => `${id} ${status}`);

it('a list that was asked for before a job’s news does not undo the news', () => {
  const told = withJob(new Map(), job('a', 'done'), 200);
  expect(statusesOf(withList(told, [job('a', 'running'), job('b', 'running')], 100, 300))).toEqual([
    'a done',
    'b running',
  ]);
});

it('a list that was asked for after the news is the news, also of a job that stands in it twice', () => {
  const told = withJob(new Map(), job('a', 'running'), 100);
  expect(statusesOf(withList(told, [job('a', 'downloading'), job('a', 'done')], 200, 300))).toEqual(['a done']);
});
