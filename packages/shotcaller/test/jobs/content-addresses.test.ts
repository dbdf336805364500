import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { simulatedGateway } from '../gateway/simulated-gateway.ts';
import { clip, hastyClock, type Simulated, simulate } from './simulated.ts';

const copyPath = '/storage/copy-of-';

/** The service, whose finished jobs name these addresses; copies serve the clip, and its own address only where it is said to. */
function naming(
  { simulator }: Simulated,
  lists: { readonly unsigned_urls: unknown; readonly urls?: unknown },
  { serves }: { readonly serves: readonly number[] },
) {
  let content: string | undefined;
  return async (input: string | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input);
    if (url.pathname.startsWith(copyPath)) return simulator.fetch(content!, init);
    if (url.pathname.endsWith('/content')) {
      if (!serves.includes(Number(url.searchParams.get('index')))) return new Response('{}', { status: 404 });
      return simulator.fetch(content!, init);
    }
    const response = await simulator.fetch(String(input), init);
    if (!/\/videos\/gen-vid-[^/]+$/.test(url.pathname)) return response;
    content = `${url.origin}${url.pathname}/content?index=0`;
    const job = (await response.json()) as { status: string };
    return Response.json(job.status === 'completed' ? { ...job, ...lists } : job);
  };
}

const own = (index: number) => `/api/v1/videos/gen-vid/content?index=${index}`;

test.each([
  ['the address is gone and the signed copy is there', [own(0)], [`${copyPath}0.mp4`], [], 1],
  ['each of two addresses is gone', [own(0), own(1)], [`${copyPath}0.mp4`, `${copyPath}1.mp4`], [], 2],
  ['one address is named, and two signed copies', [own(0)], [`${copyPath}0.mp4`, `${copyPath}1.mp4`], [0], 2],
  ['the first is gone, and only it has a copy', [own(0), own(1)], [`${copyPath}0.mp4`], [1], 2],
  ['the copy is the address again', [own(0)], [own(0)], [0], 1],
])('%s: every file is fetched', async (_, unsigned_urls, urls, serves, files) => {
  await using world = await simulate();
  const shotcaller = world.open({ fetch: naming(world, { unsigned_urls, urls }, { serves }) });
  const job = await shotcaller.run({ ...clip, models: { allow: ['bytedance/seedance-1-5-pro'] } });
  expect(job).toMatchObject({ status: 'done', reason: null });
  expect('files' in job && job.files).toHaveLength(files);
  expect(world.simulator.jobs).toHaveLength(1);
});

test.each([
  ['the second', [0, 2], [0, 2], 'clip.mp4 clip-3.mp4'],
  ['the first', [1, 2], [1, 2], 'clip-2.mp4 clip-3.mp4'],
  ['the first two', [2], [2], 'clip-3.mp4'],
  ['the last', [0, 1], [undefined, undefined], 'clip.mp4 clip-2.mp4'],
])(
  'of three files %s cannot be had: the others are kept, and resume brings what is missing',
  async (_, serves, outputs, names) => {
    await using world = await simulate();
    const served = [...serves];
    const shotcaller = world.open({
      fetch: naming(world, { unsigned_urls: [own(0), own(1), own(2)] }, { serves: served }),
    });
    const output = join(world.home, 'clip.mp4');
    const job = await shotcaller.run({ ...clip, models: { allow: ['bytedance/seedance-1-5-pro'] } }, { output });
    expect(job).toMatchObject({ status: 'not_fetched', reason: { code: 'content_gone' } });
    expect(job.files.map(({ path }) => basename(path)).join(' ')).toBe(names);
    expect(job.files.map((file) => file.output)).toEqual(outputs[0] === 0 ? [undefined, outputs[1]] : outputs);
    for (const { path, bytes } of job.files) expect(statSync(path).size).toBe(bytes);
    served.push(0, 1, 2);
    const [resumed] = await shotcaller.resume([job.id ?? '']);
    expect(resumed).toMatchObject({ status: 'done', reason: null });
    expect(resumed?.files.map(({ path, output: at }) => [basename(path), at])).toEqual([
      ['clip.mp4', undefined],
      ['clip-2.mp4', undefined],
      ['clip-3.mp4', undefined],
    ]);
    expect(readdirSync(world.home).filter((name) => /clip|part/.test(name))).toHaveLength(3);
    expect(world.simulator.jobs).toHaveLength(1);
  },
);

test('the gateway hands out the files that are here under their own numbers', async () => {
  await using world = await simulate();
  const served = [2];
  const fetch = naming(world, { unsigned_urls: [own(0), own(1), own(2)] }, { serves: served });
  await using gateway = await simulatedGateway({
    shotcaller: { fetch: (input, init) => fetch(input, init), clock: hastyClock },
  });
  const { id } = await (await gateway.post('/v1/jobs', { requirements: clip })).json();
  const job = async () => (await gateway.call(`/v1/jobs/${id}`)).json();
  await expect.poll(async () => (await job()).status).toBe('not_fetched');
  const [file] = (await job()).files;
  expect(file).toMatchObject({ output: 2, contentUrl: `/v1/jobs/${id}/content?index=2` });
  const sent = await gateway.call(`/api/v1/videos/${id}/content?index=2`);
  expect(Buffer.from(await sent.arrayBuffer())).toHaveLength(file.bytes);
  expect((await gateway.call(`/api/v1/videos/${id}/content?index=0`)).status).toBe(410);
});

test.each<[string, (clip: Buffer) => string]>([
  ['in base64', (bytes) => `data:video/mp4;base64,${bytes.toString('base64')}`],
  ['in escaped base64', (bytes) => `data:video/mp4;base64,${encodeURIComponent(bytes.toString('base64'))}`],
  ['in base64, without a type', (bytes) => `data:;base64,${bytes.toString('base64')}`],
])('a clip that stands in the answer itself, %s, is kept', async (_, written) => {
  await using world = await simulate();
  const order = { ...clip, models: { allow: ['bytedance/seedance-1-5-pro'] } } as const;
  const [file] = (await world.open().run(order)).files;
  const bytes = readFileSync(file?.path ?? '');
  const fetch = naming(world, { unsigned_urls: [written(bytes)] }, { serves: [] });
  const job = await world.open({ fetch }).run(order, { output: join(world.home, 'clip.mp4') });
  expect(job).toMatchObject({ status: 'done', files: [{ contentType: 'video/mp4', differences: [] }] });
  expect(readFileSync(join(world.home, 'clip.mp4')).equals(bytes)).toBe(true);
});
