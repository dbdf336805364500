import { bundledCatalog } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import { readCall } from '../../src/ai-sdk/read-call.ts';
import type { SdkCallOptions, SdkFile } from '../../src/ai-sdk/sdk-types.ts';
import { readVideoOptions, type ShotcallerVideoOptions } from '../../src/ai-sdk/video-options.ts';
import { call } from './simulated-provider.ts';

const png: SdkFile = { type: 'file', mediaType: 'image/png', data: new Uint8Array([137, 80, 78, 71]) };
const asUrl = 'data:image/png;base64,iVBORw==';

function read(more: Parameters<typeof call>[0], model: string | null = null, options: ShotcallerVideoOptions = {}) {
  return readCall(call(more), { model, catalog: bundledCatalog, options });
}

/** What a call must come to, option by option: a requirement, or a warning by its feature. */
const rows: readonly (readonly [string, Partial<SdkCallOptions>, object, readonly string[]])[] = [
  ['aspectRatio and duration', { aspectRatio: '9:16', duration: 8 }, { aspectRatio: '9:16', durationSeconds: 8 }, []],
  ['resolution, in pixels', { resolution: '720x1280' }, { size: '720x1280' }, []],
  ['seed and generateAudio', { seed: 0, generateAudio: true }, { seed: 0, audio: true }, []],
  ['fps', { fps: 24 }, {}, ['fps']],
  ['image as bytes', { image: png }, { firstFrame: asUrl }, []],
  ['image as base64', { image: { ...png, data: 'iVBORw==' } as SdkFile }, { firstFrame: asUrl }, []],
  [
    'image and the first frame, which repeats it',
    { image: png, frameImages: [{ image: png, frameType: 'first_frame' }] },
    { firstFrame: asUrl, lastFrame: undefined },
    [],
  ],
  [
    'a last frame',
    { frameImages: [{ image: { type: 'url', url: 'https://example.com/end.png' }, frameType: 'last_frame' }] },
    { lastFrame: 'https://example.com/end.png' },
    [],
  ],
  [
    'a frame of a kind to come',
    { frameImages: [{ image: png, frameType: 'middle_frame' }] },
    { firstFrame: undefined },
    ['frameImages middle_frame'],
  ],
  [
    'references by media type, else by their address',
    {
      inputReferences: [
        png,
        { type: 'url', url: 'https://example.com/a', mediaType: 'video/mp4' },
        { type: 'url', url: 'https://example.com/b.mp3' },
      ],
    },
    {
      references: [
        { kind: 'image', url: asUrl },
        { kind: 'video', url: 'https://example.com/a' },
        { kind: 'audio', url: 'https://example.com/b.mp3' },
      ],
    },
    [],
  ],
  [
    'headers of one call',
    { headers: { 'Idempotency-Key': 'order-7', 'x-team': 'films', 'x-none': undefined } },
    {},
    ['headers x-team'],
  ],
  [
    'options for another provider',
    { providerOptions: { openrouter: { a: 1 }, fal: { b: 2 } } },
    {},
    ['providerOptions.openrouter'],
  ],
];

describe('a call of the AI SDK', () => {
  test.each(rows)('%s', (_name, more, requirements, features) => {
    const told = read(more);
    expect(told.requirements).toMatchObject(
      Object.fromEntries(Object.entries(requirements).filter(([, value]) => value !== undefined)),
    );
    for (const [name, value] of Object.entries(requirements))
      if (value === undefined) expect(told.requirements).not.toHaveProperty(name);
    expect(told.warnings.map((warning) => ('feature' in warning ? warning.feature : warning.message))).toEqual(
      features,
    );
  });

  test('several videos with one seed are warned about', () => {
    expect(read({ n: 3, seed: 7 }).warnings).toMatchObject([
      { message: expect.stringMatching(/All 3 videos.*seed 7/) },
    ]);
    expect(read({ n: 3 }).warnings).toEqual([]);
  });

  test('its key is found however it is spelled', () => {
    expect(read({ headers: { 'Idempotency-Key': ' order-7 ' } }).key).toBe('order-7');
    expect(read({ headers: { 'user-agent': 'ai/6' } }).key).toBeUndefined();
  });

  test.each([
    ['black-forest-labs/flux-video-edit', 'edit'],
    ['black-forest-labs/flux-video-upscale', 'upscale'],
  ])('the video of a model that works on one is its source: %s', (model, task) => {
    const source: SdkFile = { type: 'url', url: 'https://example.com/a.mp4' };
    const told = read({ inputReferences: [source, png] }, model);
    expect(told.requirements).toMatchObject({
      task,
      sourceVideo: { url: source.url },
      references: [{ kind: 'image' }],
    });
    expect(told.requirements).not.toHaveProperty('durationSeconds');
    expect(told.warnings).toMatchObject([{ feature: 'duration' }]);
  });

  test('goes before providerOptions, and those before the options of the model', () => {
    const told = read(
      {
        duration: 8,
        resolution: undefined,
        providerOptions: { shotcaller: { resolution: '1080p', durationSeconds: 4, fallback: 1 } },
      },
      null,
      { resolution: '480p', seed: 3, fallback: 2, profile: 'balanced' },
    );
    expect(told.requirements).toMatchObject({ durationSeconds: 8, resolution: '1080p', seed: 3 });
    expect(told.job).toEqual({ fallback: 1, profile: 'balanced' });
  });
});

describe('options', () => {
  test.each([
    [{ maxUsd: '0.50' }, { maxUsd: 2 }, '0.50'],
    [{ maxUsd: 2 }, { maxUsd: '0.50' }, '0.50'],
    [{ maxUsd: '0.50' }, { maxUsd: null }, '0.50'],
    [{}, { maxUsd: 1 }, 1],
    [{ maxUsd: '0.50' }, { maxUsd: 'lots' }, 'lots'],
  ])('the lower of two limits counts: %j and %j', (ofModel, ofCall, expected) => {
    expect(readVideoOptions(ofModel, ofCall).requirements.maxUsd).toBe(expected);
  });

  test.each([
    [{ fallback: '2' }, 'fallback must be a whole number'],
    [{ confirmUsd: 'a lot' }, 'confirmUsd must be dollars'],
    [{ overwrite: 'yes' }, 'overwrite must be true or false'],
    [{ watchSeconds: -1 }, 'watchSeconds must be a number from 0'],
    [{ output: 3 }, 'output must be text'],
  ])('of the wrong kind are named: %j', (options, message) => {
    expect(() => readVideoOptions({}, options)).toThrow(message);
  });
});
