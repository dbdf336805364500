import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { pause } from '../src/api/pause.ts';

it('a pause that is over listens to nothing any more', async () => {
  const { signal } = new AbortController();
  for (let times = 0; times < 3; times += 1) await pause(1, signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('a pause is over at once when it is called off, before it begins or meanwhile', async () => {
  const ended = new AbortController();
  const meanwhile = pause(3_600_000, ended.signal);
  ended.abort();
  await meanwhile;
  await pause(3_600_000, ended.signal);
  expect(getEventListeners(ended.signal, 'abort')).toEqual([]);
});
