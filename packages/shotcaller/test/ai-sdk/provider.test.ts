import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createShotcaller, createShotcallerV3, shotcaller, VERSION } from '../../src/ai-sdk/index.ts';
import { call, ended, model, simulateProvider } from './simulated-provider.ts';

describe('a video through the AI SDK', () => {
  test('is bought once, comes as bytes, and its money stands beside it', async () => {
    await using home = await simulateProvider();
    const video = home.open().video(model);
    const { operation, warnings } = await video.doStart(call());
    expect(warnings).toEqual([]);
    const status = await ended(video, operation);
    if (status.status !== 'completed') throw new Error(JSON.stringify(status));
    const [clip] = status.videos;
    expect(Buffer.from(clip!.data.subarray(4, 8)).toString()).toBe('ftyp');
    expect(clip).toMatchObject({ type: 'binary', mediaType: 'video/mp4' });
    expect(home.world.simulator.jobs).toHaveLength(1);
    const [bought] = home.world.simulator.jobs;
    expect(status.providerMetadata.shotcaller).toMatchObject({
      videos: [
        { model, remoteId: bought!.id, billedUsd: bought!.billedUsd, differences: [], bytes: clip!.data.length },
      ],
    });
    expect(status.warnings).toEqual([]);
  });

  test('n of 2 is two jobs under one key, and the same start again buys nothing', async () => {
    await using home = await simulateProvider();
    const video = home.open().video(model);
    const { operation } = await video.doStart(call({ n: 2 }));
    const again = await home
      .open()
      .video(model)
      .doStart(call({ n: 2 }));
    expect(again.operation).toEqual(operation);
    expect(again.warnings.map(({ type }) => type)).toEqual(['other', 'other']);
    const status = await ended(video, operation);
    if (status.status !== 'completed') throw new Error(JSON.stringify(status));
    expect(status.videos).toHaveLength(2);
    const facts = status.providerMetadata.shotcaller!.videos as { remoteId: string }[];
    expect(facts.map(({ remoteId }) => remoteId).sort()).toEqual(home.world.simulator.jobs.map(({ id }) => id).sort());
    expect(home.world.simulator.jobs).toHaveLength(2);
  });

  /** `ai` asks for at most eight at once, and calls once more for the ninth. */
  test.each([
    ['its own key for each call', ['aisdk_vid_1', 'aisdk_vid_2'], 9],
    ['one key of the caller for both', ['order-7', 'order-7'], 8],
  ])('nine videos under %s: never two bills for one, and a repeated one is told', async (_what, keys, bought) => {
    await using home = await simulateProvider();
    const video = home.open().video(model);
    const headersOf = (key: string | undefined) => ({ 'idempotency-key': key });
    const eight = await video.doStart(call({ n: 8, headers: headersOf(keys[0]) }));
    const ninth = await video.doStart(call({ n: 1, headers: headersOf(keys[1]) }));
    expect(eight.operation).toMatchObject({ jobs: { length: 8 } });
    expect(home.world.simulator.jobs).toHaveLength(bought);
    expect(ninth.warnings).toMatchObject(
      bought === 9 ? [] : [{ message: expect.stringMatching(/idempotency key is known.*Nothing new was bought/) }],
    );
  });

  test('goes on in another process, from the operation as JSON', async () => {
    await using home = await simulateProvider();
    const first = home.open();
    const { operation } = await first.video(model).doStart(call());
    await first.close();
    const status = await ended(home.open().video('auto'), JSON.parse(JSON.stringify(operation)));
    expect(status).toMatchObject({ status: 'completed', response: { modelId: model } });
    expect(home.world.simulator.jobs).toHaveLength(1);
  });

  test('is picked by auto with a profile, as the library picks', async () => {
    await using home = await simulateProvider();
    const asked = { prompt: 'A paper boat on a puddle', durationSeconds: 5, resolution: '720p', audio: 'any' } as const;
    const plan = await home.world.open().preview(asked, { profile: 'fastAndCheap' });
    const provider = home.open();
    const { resolution: _, ...rest } = call({
      duration: 5,
      generateAudio: undefined,
      shotcaller: { resolution: '720p', audio: 'any' },
    });
    await provider.video('auto:fastAndCheap').doStart({ ...rest, resolution: undefined, aspectRatio: undefined });
    if (plan.kind !== 'plan') throw new Error('no plan');
    expect(home.world.simulator.jobs.map(({ request }) => request)).toEqual([plan.body]);
  });

  test('an outcome that is not known is told with the job, is no error that ai repeats, and is not bought again', async () => {
    await using home = await simulateProvider({ scenario: 'submit-reset:1' });
    const video = home.open().video(model);
    const failure = await failureOf(video.doStart(call()));
    expect(failure).toMatchObject({ name: 'VideoJobError', jobIds: [expect.stringMatching(/^shot-/)] });
    expect(failure.message).toMatch(/you may have been billed.*Job shot-.*stays reserved.*Do not start it again/s);
    expect(Object.getOwnPropertySymbols(failure)).toEqual([]);
    expect((await failureOf(video.doStart(call()))).message).toContain('same idempotency key before');
    expect(home.world.simulator.jobs).toHaveLength(1);
  });

  test('one of two in doubt: the other is brought, and a warning tells of the first', async () => {
    await using home = await simulateProvider({ scenario: 'submit-reset:1' });
    const video = home.open().video(model);
    const { operation, warnings } = await video.doStart(call({ n: 2 }));
    expect(warnings).toMatchObject([
      { type: 'other', message: expect.stringMatching(/^One of 2 videos.*you may have been billed/) },
    ]);
    const status = await ended(video, operation);
    expect(status).toMatchObject({
      status: 'completed',
      warnings: [{ message: expect.stringContaining('you may have been billed') }],
    });
    if (status.status === 'completed') expect(status.videos).toHaveLength(1);
    expect(home.world.simulator.jobs).toHaveLength(2);
  });

  test.each(['poll-503:3', 'poll-reset:2', 'poll-html:1', 'submit-429:1'])(
    'under %s one job is bought and brought',
    async (scenario) => {
      await using home = await simulateProvider({ scenario });
      const video = home.open().video(model);
      const { operation } = await video.doStart(call());
      expect(await ended(video, operation)).toMatchObject({ status: 'completed' });
      expect(home.world.simulator.jobs).toHaveLength(1);
    },
  );

  test('a job that fails at the service is an error with ids and money', async () => {
    await using home = await simulateProvider({ scenario: 'job-failed' });
    const video = home.open().video(model);
    const { operation } = await video.doStart(call());
    const [bought] = home.world.simulator.jobs;
    expect(await ended(video, operation)).toMatchObject({
      status: 'error',
      error: expect.stringMatching(new RegExp(`Job shot-.*${bought!.id}.*billed \\$0`)),
    });
  });

  test('a job whose process died before its fallback is pending, not failed: whoever is told an end orders again', async () => {
    await using home = await simulateProvider({ scenario: 'job-failed' });
    const dies = home
      .open({
        leaseMs: 1,
        checkpoint: (name) => {
          if (name === 'fallback:planned') throw new Error('killed');
        },
      })
      .video('auto', { fallback: 1 });
    const { operation } = await dies.doStart(call());
    await expect(ended(dies, operation)).rejects.toThrow('killed');
    home.world.simulator.setScenario('');
    expect(await ended(home.open().video('auto'), operation)).toMatchObject({ status: 'completed' });
    expect(home.world.simulator.jobs).toHaveLength(2);
  });

  test('what no model can do is refused with the nearest change, and nothing is bought', async () => {
    await using home = await simulateProvider();
    const failure = await failureOf(
      home
        .open()
        .video(model)
        .doStart(call({ duration: 5 })),
    );
    expect(failure.message).toMatch(
      /^google\/veo-3.1-lite cannot make this clip. Nothing was bought. .*What would fit: /,
    );
    expect(home.world.simulator.jobs).toHaveLength(0);
  });

  test('where only the price stands against it, the cheapest model is named first', async () => {
    await using home = await simulateProvider();
    const provider = home.open();
    const failure = await failureOf(
      provider
        .video('auto', { maxUsd: '0.01' })
        .doStart(call({ duration: 5, resolution: undefined, shotcaller: { resolution: '720p' } })),
    );
    const prices = [...failure.message.matchAll(/allow \$([\d.]+)/g)].map(([, usd]) => Number(usd));
    expect(prices).toHaveLength(3);
    expect(prices).toEqual(prices.toSorted((one, other) => one - other));
    const all = await home.world
      .open()
      .quote({ durationSeconds: 5, resolution: '720p', aspectRatio: '16:9', audio: false });
    const cheapest = Math.min(
      ...all.filter(({ verdict }) => verdict === 'eligible').map(({ price }) => Number(price.highUsd)),
    );
    expect(prices[0]).toBeCloseTo(cheapest, 2);
  });

  test.each(['nowhere', 'ftp://example.com/hook', ''])(
    'a webhook at %j is refused before anything is bought',
    async (webhookUrl) => {
      await using home = await simulateProvider();
      await expect(
        home
          .open()
          .video(model)
          .doStart({ ...call(), webhookUrl }),
      ).rejects.toThrow('no http(s) URL');
      expect(home.world.simulator.jobs).toHaveLength(0);
    },
  );

  test('a budget of the settings, or of config.json, holds whatever a call says', async () => {
    await using home = await simulateProvider();
    const poor = home.open({ caps: { perJobUsd: '0.01' } });
    const refused = /up to \$.* your limit per job is \$0.01.*Nothing was bought/;
    expect((await failureOf(poor.video(model).doStart(call({ shotcaller: { maxUsd: 5 } })))).message).toMatch(refused);
    await writeFile(join(home.world.home, 'config.json'), JSON.stringify({ caps: { perJobUsd: '0.01' } }));
    const other = home.open({ caps: { perJobUsd: '9' } });
    expect((await failureOf(other.video(model).doStart(call({ headers: {} })))).message).toMatch(refused);
    expect(home.world.simulator.jobs).toHaveLength(0);
  });

  test('a limit of config.json that is lowered while the provider is in use holds for the next video', async () => {
    await using home = await simulateProvider();
    const video = home.open().video(model);
    await video.doStart(call());
    await writeFile(join(home.world.home, 'config.json'), JSON.stringify({ caps: { perDayUsd: '0.01' } }));
    const failure = await failureOf(video.doStart(call({ headers: {}, prompt: 'A paper kite' })));
    expect(failure.message).toMatch(/your limit per day is \$0\.01|\$0\.01/);
    expect(home.world.simulator.jobs).toHaveLength(1);
  });

  test('a call lowers the maxUsd of its model and cannot raise it', async () => {
    await using home = await simulateProvider();
    const cheap = home.open().video(model, { maxUsd: '0.02' });
    const failure = await failureOf(cheap.doStart(call({ shotcaller: { maxUsd: 3 } })));
    expect(failure.message).toContain('0.02');
    const open = home.open().video(model, { maxUsd: 3 });
    await expect(open.doStart(call({ shotcaller: { maxUsd: '0.02' } }))).rejects.toThrow('Nothing was bought');
    expect(home.world.simulator.jobs).toHaveLength(0);
  });

  test('the ai of version 6 gets it in one call', async () => {
    await using home = await simulateProvider({ scenario: 'poll-503:1' });
    const video = home.openV3().video(model);
    const { videos, providerMetadata } = await video.doGenerate(
      call({ n: 2, headers: { 'user-agent': 'ai/6.0.324' } }),
    );
    expect(videos).toHaveLength(2);
    expect(providerMetadata.shotcaller!.videos).toHaveLength(2);
    expect(home.world.simulator.jobs).toHaveLength(2);
  });

  test('a caller who gives up is told the job, and it can be gone on with', async () => {
    await using home = await simulateProvider({ speed: 1 });
    const abort = new AbortController();
    const waiting = home
      .openV3()
      .video(model)
      .doGenerate(call({ abortSignal: abort.signal }));
    await expect.poll(() => home.world.simulator.jobs.length).toBe(1);
    abort.abort();
    const failure = await failureOf(waiting);
    expect(failure).toMatchObject({ name: 'AbortError', message: expect.stringMatching(/job shot-.* may be running/) });
  });

  test('an operation of somebody else, or of another ledger, is told and buys nothing', async () => {
    await using home = await simulateProvider();
    const video = home.open().video(model);
    for (const operation of [null, 'abc', { jobs: [] }, { jobs: [1] }, { id: 'x' }]) {
      await expect(video.doStatus({ operation })).rejects.toThrow('not one of Shotcaller’s');
    }
    expect(await video.doStatus({ operation: { jobs: ['shot-none'] } })).toMatchObject({
      status: 'error',
      error: expect.stringContaining('Use the provider with the home'),
    });
  });
});

describe('the provider', () => {
  test('whose ledger could not be opened is ordered by the next call, once', async () => {
    await using home = await simulateProvider();
    const provider = home.open();
    const ledger = join(home.world.home, 'ledger.sqlite');
    await mkdir(ledger);
    await expect(provider.video(model).doStart(call())).rejects.toThrow('cannot be opened');
    await rm(ledger, { recursive: true });
    await provider.video(model).doStart(call());
    expect(home.world.simulator.jobs).toHaveLength(1);
  });

  test.each([
    [{ apikey: 'x' }, 'apikey is not an option of createShotcaller. Did you mean apiKey?'],
    [{ baseUrl: 'http://127.0.0.1:8787/api/v1' }, 'Did you mean baseURL?'],
    [{ maxUsd: 3 }, 'Did you mean caps.perJobUsd?'],
  ])('is not made with a setting that there is not: %j', (settings, sentence) => {
    expect(() => createShotcaller(settings as object)).toThrow(sentence);
    expect(() => createShotcallerV3(settings as object)).toThrow(sentence);
  });

  test.each([
    [
      { resolution: '720p' },
      /^resolution: "720p" is not allowed\. Allowed: WIDTHxHEIGHT in pixels .*"720p" belongs in providerOptions\.shotcaller\.resolution\.$/,
    ],
    [{ resolution: 'full hd' }, /^resolution: "full hd" .* belongs in providerOptions\.shotcaller\.resolution\.$/],
    [{ aspectRatio: '1080p' }, /^aspectRatio: "1080p" .* belongs in providerOptions\.shotcaller\.resolution\.$/],
    [{ duration: -4 }, /^duration: -4 is out of range/],
    [{ image: { type: 'url', url: 'ftp://example.com/a.png' } }, /^image: "ftp:.* is not a URL that can be sent/],
    [{ inputReferences: [{ type: 'url', url: 'ftp://example.com/a.png' }] }, /^inputReferences: "ftp:/],
    [{ shotcaller: { profil: 'balanced' } }, /^profil is not a field of the requirements\. Did you mean profile\?/],
    [{ shotcaller: { maxUSD: 0.01 } }, /^maxUSD is not a field of the requirements\. Did you mean maxUsd\?/],
    [{ shotcaller: { durationSeconds: -4 }, duration: undefined }, /^durationSeconds: -4/],
  ] as const)('names an option that cannot be taken as the caller wrote it: %j', async (more, sentence) => {
    await using home = await simulateProvider();
    const failure = await failureOf(
      home
        .open()
        .video(model)
        .doStart(call(more as Parameters<typeof call>[0])),
    );
    expect(failure.message).toMatch(sentence);
    expect(home.world.simulator.jobs).toEqual([]);
  });

  test('needs nothing before the first video, and a key then', async () => {
    await using home = await simulateProvider();
    const provider = createShotcaller({ home: home.world.home });
    const video = provider.video('auto');
    expect(await failureOf(video.doStart(call()))).toMatchObject({
      name: 'AI_LoadAPIKeyError',
      message: expect.stringContaining('OPENROUTER_API_KEY'),
    });
  });

  test('has videos only, and its functions stand alone', () => {
    const { videoModel, video } = shotcaller;
    expect(videoModel('auto')).toMatchObject({
      specificationVersion: 'v4',
      provider: 'shotcaller.video',
      modelId: 'auto',
      maxVideosPerCall: 8,
    });
    expect(video('auto:fastAndCheap').doStart).toBeTypeOf('function');
    expect(() => shotcaller.languageModel('gpt')).toThrow('No such languageModel');
    expect(() => video('auto:cheapest')).toThrow(/No such videoModel.*fastAndCheap/);
    expect(VERSION).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('sends further headers and its own name to the service alone, and the key is in no error', async () => {
    await using home = await simulateProvider();
    const seen: Headers[] = [];
    const provider = home.open({
      headers: { 'X-Team': 'films' },
      fetch: (input, init) => {
        seen.push(new Headers(init?.headers));
        return home.world.simulator.fetch(input, init);
      },
    });
    const video = provider.video(model);
    await ended(video, (await video.doStart(call())).operation);
    expect(seen.length).toBeGreaterThan(2);
    for (const headers of seen) {
      expect(headers.get('x-team')).toBe('films');
      expect(headers.get('user-agent')).toBe(`shotcaller/${VERSION} ai-sdk`);
    }
  });
});

async function failureOf(promise: PromiseLike<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('It did not fail.');
}
