import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSimulator } from '@shotcaller/simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPictureLook } from '../../src/inputs/look-at-pictures.ts';
import type { Fetch } from '../../src/openrouter/client.types.ts';
import { createGuardedFetch, type GuardedFetch, type GuardedRequest } from '../../src/outbound/guarded-fetch.ts';
import { call, simulateProvider } from '../ai-sdk/simulated-provider.ts';
import { temporaryFolder } from '../catalog/list.ts';
import { shotcaller } from '../cli/command-line.ts';
import { simulatedGateway, veo } from '../gateway/simulated-gateway.ts';
import { clip, simulate } from '../jobs/simulated.ts';
import { clip as agentsClip, connectToGateway } from '../mcp/agents.ts';
import { closedOrigin, serve } from '../outbound/local-server.ts';
import { heic, jpg, png } from './images.ts';

const guardedFetch = createGuardedFetch({ allowLoopback: true });
/** As the library takes it. */
const asFetch =
  (guarded: GuardedFetch): Fetch =>
  (url, init) =>
    guarded(url, init as GuardedRequest);
const foreignFetch = asFetch(guardedFetch);
const lying = { width: 128, height: 72 };

/** Pictures by path; everything else is missing. */
async function pictureServer() {
  const pictures: Readonly<Record<string, Buffer | string>> = {
    '/good.png': png(lying),
    '/upright.jpg': jpg({ width: 72, height: 128 }),
    '/page.png': '<!doctype html><title>Log in</title>',
    '/phone.heic': heic(),
    '/cut.png': png({ width: 64, height: 64 }).subarray(0, -6),
  };
  return serve((request, response) => {
    const picture = pictures[request.url ?? ''];
    if (request.url === '/stalls.png') return;
    if (request.url === '/moved.png') response.writeHead(302, { location: '/page.png' }).end();
    else response.writeHead(picture === undefined ? 404 : 200, { 'content-type': 'image/png' }).end(picture);
  });
}

describe('no door buys with a URL behind which is surely no picture', () => {
  const paths = ['/page.png', '/phone.heic', '/cut.png', '/moved.png'];

  test('library and gateway', async () => {
    const { origin } = await pictureServer();
    await using world = await simulate();
    await using home = await simulatedGateway({ shotcaller: { foreignFetch } });
    for (const path of paths) {
      const asked = { ...clip, resolution: '720p', firstFrame: `${origin}${path}` };
      expect(await world.open({ foreignFetch }).run(asked)).toMatchObject({ status: 'request_refused' });
      const own = await home.post('/v1/jobs', { requirements: asked });
      expect([own.status, (await own.json()).error.code]).toEqual([422, 'request_refused']);
      const preview = await (await home.post('/v1/preview', { requirements: asked })).json();
      expect(preview.findings).toContainEqual(expect.objectContaining({ code: 'picture_unusable' }));
      const frame = { type: 'image_url', image_url: { url: asked.firstFrame }, frame_type: 'first_frame' };
      for (const model of [veo.model, 'auto']) {
        expect((await home.post('/api/v1/videos', { ...veo, model, frame_images: [frame] })).status).toBe(400);
      }
    }
    expect([world.simulator.jobs, home.simulator.jobs]).toEqual([[], []]);
  });

  test('agents and the AI SDK', async () => {
    const { origin } = await pictureServer();
    await using home = await simulatedGateway({ shotcaller: { foreignFetch } });
    const agent = await connectToGateway(home, 'modern');
    const quoted = await agent.call<{ quoteId: string | null; warnings: string[] }>('quote', {
      requirements: { ...agentsClip, resolution: '720p', firstFrame: `${origin}/page.png` },
    });
    expect([quoted.quoteId, quoted.warnings]).toEqual([
      null,
      [expect.stringContaining('first frame: This is a web page')],
    ]);
    await using provided = await simulateProvider();
    const video = provided.open({ foreignFetch }).video('google/veo-3.1-lite');
    const image = { type: 'url', url: `${origin}/page.png` } as const;
    await expect(video.doStart(call({ image }))).rejects.toThrow('first frame: ');
    expect([home.simulator.jobs, provided.world.simulator.jobs]).toEqual([[], []]);
  });

  test('the command line, which buys of a real service', async () => {
    const { origin, requests } = await pictureServer();
    const { home, order, simulator } = await commandLine();
    for (const path of paths) {
      const { code, talk } = await order('run', `${origin}${path}`);
      expect([code, talk]).toEqual([3, expect.stringContaining('Nothing was bought')]);
      expect((await order('preview', `${origin}${path}`)).code).toBe(3);
    }
    expect(simulator.jobs).toEqual([]);
    const looks = () => requests.filter(({ url }) => url === '/good.png').length;
    expect([(await order('run', `${origin}/good.png`)).code, looks()]).toEqual([5, 1]);
    await writeFile(join(home, 'config.json'), JSON.stringify({ lookAtPictures: false }));
    expect((await order('run', `${origin}/page.png`)).code).toBe(5);
    expect(simulator.jobs).toHaveLength(2);
  });
});

describe('a picture that does not come, and one that may not fit, are warnings', () => {
  test('in the library: the clip is bought, and the job remembers what was said', async () => {
    const { origin } = await pictureServer();
    const gone = await closedOrigin();
    await using world = await simulate();
    const shotcaller = world.open({ foreignFetch });
    for (const [firstFrame, code] of [
      [`${origin}/upright.jpg`, 'picture_doubtful'],
      [`${origin}/missing.png`, 'picture_not_seen'],
      [`${gone}/good.png`, 'picture_not_seen'],
    ] as const) {
      const bought = await shotcaller.run({ ...clip, resolution: '720p', aspectRatio: '16:9', firstFrame });
      const said = [expect.objectContaining({ code, severity: 'warning', field: 'firstFrame' })];
      expect(bought).toMatchObject({ status: 'done', findings: expect.arrayContaining(said) });
      const [planned] = await shotcaller.events(bought.id as string);
      expect(planned).toMatchObject({ what: 'planned', detail: { findings: expect.arrayContaining(said) } });
    }
    expect(world.simulator.jobs).toHaveLength(3);
  });

  test('in the gateway, for agents, in the AI SDK and on the command line', async () => {
    const { origin } = await pictureServer();
    const firstFrame = `${origin}/missing.png`;
    await using home = await simulatedGateway({ shotcaller: { foreignFetch } });
    const asked = { ...clip, resolution: '720p', firstFrame };
    const ordered = await home.post('/v1/jobs', { requirements: asked });
    expect(ordered.status).toBe(202);
    const seen = expect.arrayContaining([expect.objectContaining({ code: 'picture_not_seen', field: 'firstFrame' })]);
    const job = await ordered.json();
    expect(job.findings).toEqual(seen);
    expect(await (await home.call(`/v1/jobs/${job.id}`)).json()).toMatchObject({ findings: seen });
    expect((await (await home.call('/v1/jobs')).json()).jobs[0]).toMatchObject({ findings: seen });
    const preview = await (await home.post('/v1/preview', { requirements: asked })).json();
    expect(preview.findings).toContainEqual(expect.objectContaining({ code: 'picture_not_seen' }));
    const agent = await connectToGateway(home, 'modern');
    const quoted = await agent.call<{ quoteId: string | null; warnings: string[] }>('quote', {
      requirements: { ...agentsClip, resolution: '720p', firstFrame },
    });
    expect(quoted).toMatchObject({ quoteId: expect.any(String) });
    expect(quoted.warnings.join()).toContain(
      'The first frame could not be looked at. The server answers with status 404',
    );
    const bought = await agent.call<{ jobId: string; warnings: string[] }>('generate_video', {
      quoteId: quoted.quoteId,
    });
    expect(bought.warnings.join()).toContain('The first frame could not be looked at.');
    const looked = await agent.call<{ warnings: string[] }>('get_job', { jobId: bought.jobId });
    expect(looked.warnings).toEqual(expect.arrayContaining(bought.warnings));
    await using provided = await simulateProvider();
    const video = provided.open({ foreignFetch }).video('google/veo-3.1-lite');
    const { warnings } = await video.doStart(call({ image: { type: 'url', url: firstFrame } }));
    expect(JSON.stringify(warnings)).toContain('could not be looked at');
    const { order } = await commandLine();
    const { code, talk } = await order('run', firstFrame);
    expect([code, talk]).toEqual([5, expect.stringContaining('Note: The first frame could not be looked at.')]);
  });

  test('a batch, and an order in the words of the video API', async () => {
    const { origin } = await pictureServer();
    const url = `${origin}/missing.png`;
    await using home = await simulatedGateway({ shotcaller: { foreignFetch } });
    const wire = { ...veo, frame_images: [{ type: 'image_url', image_url: { url }, frame_type: 'first_frame' }] };
    const ordered = await (await home.post('/api/v1/videos', wire)).json();
    const finding = { code: 'picture_not_seen', field: 'firstFrame', message: expect.stringContaining('first frame') };
    expect(ordered.shotcaller.findings).toContainEqual(finding);
    const shots = [{ id: 'a', ...clip, resolution: '720p', firstFrame: url }];
    expect((await home.post('/v1/batches', { name: 'film', shots, maxUsd: '5' })).status).toBe(202);
    const batch = async () => (await home.call('/v1/batches/film')).json();
    await expect.poll(async () => (await batch()).state).toBe('ended');
    expect((await batch()).clips[0].warnings.join()).toContain('The first frame could not be looked at.');
  });

  test('an address that is not public is not opened', async () => {
    const { origin, requests } = await pictureServer();
    await using world = await simulate();
    const guarded = world.open({ foreignFetch: asFetch(createGuardedFetch()) });
    for (const url of [`${origin}/page.png`, 'http://169.254.169.254/latest/meta-data', 'http://[::1]/a.png']) {
      const bought = await guarded.run({ ...clip, resolution: '720p', firstFrame: url });
      expect(bought).toMatchObject({
        status: 'done',
        findings: expect.arrayContaining([
          expect.objectContaining({
            code: 'picture_not_seen',
            requested: expect.stringContaining('not on the public internet'),
          }),
        ]),
      });
    }
    expect(requests).toEqual([]);
  });
});

describe('a look costs one request, and nobody waits for the pictures of others', () => {
  const asked = (url: string) => ({ ...parsed, firstFrame: { url } });
  const parsed = { references: [], aspectRatio: '16:9' } as unknown as Parameters<
    ReturnType<typeof createPictureLook>
  >[0];

  test('the same picture is fetched once for many orders, and again later', async () => {
    const { origin, requests } = await pictureServer();
    let nowMs = 0;
    const look = createPictureLook({ fetch: guardedFetch, now: () => nowMs });
    await Promise.all(Array.from({ length: 50 }, () => look(asked(`${origin}/good.png`))));
    expect(requests).toHaveLength(1);
    nowMs = 60_000;
    await look(asked(`${origin}/good.png`));
    expect(requests).toHaveLength(2);
  });

  test('four pictures of one owner are fetched at once, and those of another beside them', async () => {
    const arrived: string[] = [];
    const server = await serve((request) => void arrived.push(request.url ?? ''));
    const look = createPictureLook({ fetch: guardedFetch, now: Date.now });
    const stalled = Array.from({ length: 8 }, (_, index) => look(asked(`${server.origin}/${index}.png`), 'slow'));
    await expect.poll(() => arrived).toHaveLength(4);
    const { origin } = await pictureServer();
    expect(await look(asked(`${origin}/page.png`), 'quick')).toMatchObject([{ code: 'picture_unusable' }]);
    expect(arrived).toHaveLength(4);
    for (const findings of await Promise.all(stalled)) expect(findings).toMatchObject([{ code: 'picture_not_seen' }]);
  });
});

/** The command line with a key. Every submit to the service ends without an answer, so that a purchase is seen and the command ends at once. */
async function commandLine() {
  const simulator = createSimulator({ scenario: 'submit-reset', clipThread: false });
  const { url } = await simulator.listen();
  onTestFinished(() => simulator.close());
  const home = await temporaryFolder();
  const environment = { OPENROUTER_API_KEY: 'sk-or-v1-of-this-test', OPENROUTER_BASE_URL: `${url}/api/v1` };
  const words = ['--prompt', 'a mug', '--model', 'google/veo-3.1-lite', '--duration', '4', '--resolution', '720p'];
  const order = (command: string, picture: string) =>
    shotcaller(
      [command, ...words, '--catalog', 'bundled', '--first-frame', picture, ...(command === 'run' ? ['--yes'] : [])],
      {
        home,
        workingFolder: home,
        environment,
        fetch,
        guardedFetch,
        now: () => new Date().toISOString(),
      },
    );
  return { home, order, simulator };
}
