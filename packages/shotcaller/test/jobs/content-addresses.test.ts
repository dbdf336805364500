import { expect, test } from 'vitest';
import { clip, type Simulated, simulate } from './simulated.ts';

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
