import { expect, test } from 'vitest';
import type { Job } from '../../packages/studio/src/api/wire.ts';
import { filterOf, isListed, queryOfFilter, serverQueryOf } from '../../packages/studio/src/jobs/job-filter.ts';

function job(change: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    key: 'shot:1',
    status: 'done',
    ended: true,
    watched: false,
    owner: 'ann~1',
    createdAt: '2026-11-22T12:00:00.000Z',
    clip: { prompt: 'A red Kite' },
    attempts: [{ model: 'a/one' }],
    ...change,
  } as unknown as Job;
}

test('a filter is kept in the address and read back, whatever is in it', () => {
  for (const query of ['', 'status=you&model=a%2Fone&find=a+b&from=2026-11-01&to=2026-11-02&key=', 'key=ann~1']) {
    expect(new URLSearchParams(queryOfFilter(filterOf(query))).toString()).toBe(new URLSearchParams(query).toString());
  }
  expect(filterOf('status=drop+table&from=2026-13-99&to=soon')).toMatchObject({ status: '', from: '', to: '' });
});

test('days are those of the reader, and the last one is taken whole', () => {
  const { since, until } = serverQueryOf(filterOf('from=2026-11-22&to=2026-11-22'));
  expect(Date.parse(until!) - Date.parse(since!)).toBe(86_400_000 - 1);
  expect(new Date(since!).getHours()).toBe(0);
});

test('a job without a key is asked for by an empty owner, and all by none', () => {
  expect(serverQueryOf(filterOf('key='))).toEqual({ key: '' });
  expect(serverQueryOf(filterOf(''))).toEqual({});
});

test('a job that the page hears of is listed when the server would list it', () => {
  const isIn = (query: string, change: Partial<Job> = {}) => isListed(job(change), filterOf(query));
  expect(isIn('find=kite+RED')).toBe(true);
  expect(isIn('find=kite+blue')).toBe(false);
  expect(isIn('find=one')).toBe(true);
  expect(isIn('model=a%2Fone')).toBe(true);
  expect(isIn('model=b%2Ftwo')).toBe(false);
  expect(isIn('key=ann~1')).toBe(true);
  expect(isIn('key=', { owner: null })).toBe(true);
  expect(isIn('key=')).toBe(false);
  expect(isIn('status=done')).toBe(true);
  expect(isIn('status=bad')).toBe(false);
  expect(isIn('status=bad', { status: 'failed' })).toBe(true);
  expect(isIn('status=open', { status: 'running', ended: false, watched: true })).toBe(true);
  // Under way at the service, and nobody follows it.
  expect(isIn('status=open', { status: 'running', ended: false })).toBe(false);
  expect(isIn('status=you', { status: 'running', ended: false })).toBe(true);
  expect(isIn('status=you', { status: 'unknown', ended: false })).toBe(true);
  expect(isIn('to=2026-11-20')).toBe(false);
  expect(isIn('from=2026-11-24')).toBe(false);
});
