import { describe, expect, test } from 'vitest';
import { bundledCatalog, parseCatalog, parseRequirements, quote, shapeOf } from '../../src/index.ts';
import { guideCatalog, juneCatalog } from '../fixtures/guide-catalog.ts';

const listed = [bundledCatalog, juneCatalog, guideCatalog].flatMap(({ models }) =>
  models.flatMap((model) => (model.sizes ?? []).map((size) => [model, size] as const)),
);

describe('An exact size', () => {
  test.each(listed.map(([model, size]) => [model.id, size, model] as const))(
    'on %s, %s costs what its class and ratio cost',
    (_id, size, model) => {
      const alone = parseRequirements({ durationSeconds: 5, size });
      const { resolution, aspectRatio } = shapeOf(alone, model.resolutions);
      const spelled = parseRequirements({ durationSeconds: 5, resolution, aspectRatio });
      const { price } = quote(model, alone);
      expect(price).toEqual(quote(model, spelled).price);
      expect(price.expectedUsd).not.toBeNull();
    },
  );

  test('of two classes is of the one that the model offers: 1440x1440 is Seedance’s square of 1080p, and that of 2K', () => {
    const price = (id: string) => {
      const model = bundledCatalog.models.find((entry) => entry.id === id)!;
      return quote(model, parseRequirements({ durationSeconds: 5, size: '1440x1440' })).price;
    };
    // 2,073,600 × 121 / 1024 = 245,025 tokens at 0.0000077
    expect(price('bytedance/seedance-2.0')).toMatchObject({ confidence: 'exact', expectedUsd: '1.8866925' });
    // 5 × 0.13
    expect(price('minimax/hailuo-3')).toMatchObject({ confidence: 'exact', expectedUsd: '0.65' });
  });
});

describe('A class', () => {
  const model = (supported_resolutions: readonly string[], pricing_skus: Record<string, string>) =>
    parseCatalog([{ id: 'a/b', supported_durations: [5], supported_resolutions, pricing_skus }], { source: 'given' })
      .models[0]!;

  test.each([
    ['2K', ['2k'], { duration_seconds_2k: '0.2', duration_seconds: '0.1' }],
    ['2k', ['2K'], { DURATION_SECONDS_2K: '0.2', duration_seconds: '0.1' }],
    ['1440p', ['2K'], { duration_seconds_2k: '0.2', duration_seconds: '0.1' }],
    ['2K', ['1440p'], { duration_seconds_1440p: '0.2', duration_seconds: '0.1' }],
    ['4K', ['2160p'], { duration_seconds_4k: '0.2', duration_seconds: '0.1' }],
  ])(
    'asked for as %s of a model that lists %j takes its own key, however it is spelled',
    (resolution, offered, skus) => {
      const { price } = quote(model(offered, skus), parseRequirements({ durationSeconds: 5, resolution }));
      expect(price).toMatchObject({ confidence: 'exact', expectedUsd: '1' });
    },
  );

  test('left out on a model that lists none: a charge for images is no price of the clip', () => {
    const unlisted = parseCatalog(
      [
        {
          id: 'a/b',
          pricing_skus: { cents_per_image_input: '1', duration_seconds_480p: '0.1', duration_seconds_720p: '0.2' },
        },
      ],
      { source: 'given' },
    ).models[0]!;
    expect(quote(unlisted, parseRequirements({ durationSeconds: 5 })).price).toMatchObject({
      lowUsd: '0.5',
      expectedUsd: '1',
      highUsd: '1',
    });
  });

  test('that is named like a property of every object has no frame, and so no price', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      const { price } = quote(model([name], { video_tokens: '0.000001' }), parseRequirements({ durationSeconds: 5 }));
      expect(price).toMatchObject({ confidence: 'unknown', expectedUsd: null });
    }
  });
});

describe('Sound', () => {
  test('left out on a model that says nothing of it, yet prices it, is reckoned off as it will be sent, and says so', () => {
    const { models } = parseCatalog(
      [{ id: 'a/b', pricing_skus: { duration_seconds_with_audio: '0.2', duration_seconds_without_audio: '0.1' } }],
      { source: 'given' },
    );
    const { price, generateAudio } = quote(models[0]!, parseRequirements({ durationSeconds: 5 }));
    expect(generateAudio).toBe(false);
    expect(price).toMatchObject({ expectedUsd: '0.5', assumptions: [{ code: 'audio_off_not_stated' }] });
  });
});
