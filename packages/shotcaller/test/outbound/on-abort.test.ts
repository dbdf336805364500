import { expect, test } from 'vitest';
import { createGuardedFetch } from '../../src/outbound/guarded-fetch.ts';
import { onAbort } from '../../src/outbound/on-abort.ts';
import { serve } from '../openrouter/servers.ts';

test('A signal that any number of jobs listen to is one that every fetch takes', async () => {
  const { signal } = new AbortController();
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const takeBack = Array.from({ length: 20 }, () => onAbort(signal, () => undefined));
  const { origin } = await serve((_request, response) => response.end('here'));
  const answer = await createGuardedFetch({ allowLoopback: true })(`${origin}/`, { signal });
  expect(await answer.text()).toBe('here');
  for (const stop of takeBack) stop();
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
