import { expect, test } from 'vitest';
import { clip, simulate } from './simulated.ts';

const order = { ...clip, models: { allow: ['bytedance/seedance-1-5-pro'] } } as const;

test.each([
  'urls-in-objects',
  'done-word',
  'failed-word',
  'content-base64',
  'content-gzip',
  'done-word,content-base64',
])('%s: the clip that was billed is delivered, as ordered', async (scenario) => {
  await using world = await simulate({ scenario });
  const job = await world.open().run(order);
  expect(job).toMatchObject({ status: 'done', files: [{ contentType: 'video/mp4', differences: [] }] });
  expect(job).toMatchObject({ billedUsd: world.simulator.bills[0]?.usd });
  expect(world.simulator.jobs).toHaveLength(1);
});

test.each([1, 2, 7, 20])('failed-word: the clip is found though the first %i looks at it are cut', async (cuts) => {
  await using world = await simulate({ scenario: 'failed-word' });
  let looks = 0;
  const job = await world
    .open({
      async fetch(input, init) {
        if (new URL(input).pathname.endsWith('/content') && ++looks <= cuts) throw new TypeError('fetch failed');
        return world.simulator.fetch(input, init);
      },
    })
    .run(order);
  expect(job).toMatchObject({ status: 'done', files: [{ differences: [] }] });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('failed-word: where no look at the file ever comes to an end, the word is believed at last, and one bill is booked', async () => {
  await using world = await simulate({ scenario: 'failed-word' });
  const job = await world
    .open({
      async fetch(input, init) {
        if (new URL(input).pathname.endsWith('/content')) throw new TypeError('fetch failed');
        return world.simulator.fetch(input, init);
      },
    })
    .run(order);
  expect(job).toMatchObject({ status: 'failed', billedUsd: world.simulator.bills[0]?.usd });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('content-trailing: what follows the clip is cut off and said', async () => {
  await using world = await simulate({ scenario: 'content-trailing' });
  const job = await world.open().run(order);
  expect(job).toMatchObject({ status: 'done', files: [{ differences: [{ code: 'bytes_cut' }] }] });
});

test('a failure that is billed, with no file to be had, is a failure', async () => {
  await using world = await simulate({ scenario: 'job-failed,bill-failed-jobs' });
  const job = await world.open({ fetch: withUsage(world.simulator.fetch) }).run(order);
  expect(job).toMatchObject({ status: 'failed', billedUsd: '0.09' });
});

test.each([
  ['an error as JSON', () => Response.json({ error: 'not ready' })],
  ['a picture', () => new Response(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))],
  ['nothing', () => new Response(new Uint8Array())],
  ['a page', () => new Response('<!doctype html><title>Soon</title>')],
])('a running job that names a file is not finished while %s is there', async (_, early) => {
  await using world = await simulate({ speed: 200 });
  let polls = 0;
  const job = await world
    .open({
      fetch: async (input, init) => {
        const url = new URL(input);
        if (url.pathname.endsWith('/content') && polls < 4) return early();
        const response = await world.simulator.fetch(input, init);
        if (!/\/videos\/gen-vid-[^/]+$/.test(url.pathname)) return response;
        polls++;
        const body = (await response.json()) as object;
        return Response.json({ ...body, unsigned_urls: [`${url.pathname}/content?index=0`] });
      },
    })
    .run(order);
  expect(job).toMatchObject({ status: 'done', files: [{ differences: [] }] });
  expect(polls).toBeGreaterThan(1);
});

/** Failed jobs state what they cost, too. */
function withUsage(fetch: (input: string, init?: RequestInit) => Promise<Response>) {
  return async (input: string | URL, init?: RequestInit): Promise<Response> => {
    const response = await fetch(String(input), init);
    if (!/\/videos\/gen-vid-[^/]+$/.test(new URL(input).pathname)) return response;
    const body = (await response.json()) as { status: string };
    return Response.json(body.status === 'failed' ? { ...body, usage: { cost: 0.09 } } : body);
  };
}
