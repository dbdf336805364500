import { describe, expect, test } from 'vitest';
import { bundledCatalog, select } from '../../src/index.ts';
import { guideCatalog } from '../fixtures/guide-catalog.ts';

const clip = {
  durationSeconds: 5,
  resolution: '720p',
  aspectRatio: '9:16',
  firstFrame: 'https://example.com/mug.jpg',
} as const;

describe('On the 13 models of the guide', () => {
  // seedance-2.0-fast, the guide's winner: 921,600 × 121 / 1024 = 108,900 tokens × 0.0000056 = 0.60984
  const guidesWinnerUsd = 0.60984;

  test('the guide’s own method picks seedance-2.0-fast, which costs 0.60984', () => {
    const { pick, ranked } = select(guideCatalog, clip, { profile: 'fastAndCheap', method: 'cookbook' });
    expect(pick).toBe('bytedance/seedance-2.0-fast');
    expect(ranked[0]?.price.expectedUsd).toBe(String(guidesWinnerUsd));
  });

  test.each([
    ['with sound', { ...clip, audio: true }],
    ['without sound', { ...clip, audio: false }],
    ['with sound left out', clip],
    ['with sound as it comes', { ...clip, audio: 'any' as const }],
  ])('the pick by evidence costs at most half of that, %s', (_name, job) => {
    const { pick, ranked } = select(guideCatalog, job, { profile: 'fastAndCheap' });
    expect(ranked[0]?.model).toBe(pick);
    expect(Number(ranked[0]?.price.highUsd)).toBeLessThanOrEqual(guidesWinnerUsd / 2);
  });

  test('the request says what was priced: sound is always explicit', () => {
    for (const audio of [true, false]) {
      expect(select(guideCatalog, { ...clip, audio }).request).toMatchObject({ generate_audio: audio, duration: 5 });
    }
    expect(select(guideCatalog, clip).request).toHaveProperty('generate_audio', true);
  });
});

describe('A budget', () => {
  const job = { ...clip, audio: false, models: 'bytedance/seedance-1-5-pro' };
  const within = (maxUsd: string) => select(bundledCatalog, { ...job, maxUsd }).pick !== null;

  test('admits a clip that costs all of it, and not one that costs a hair more', () => {
    // 108,900 × 0.0000012 = 0.13068
    expect(within('0.13068')).toBe(true);
    expect(within('0.130679999999')).toBe(false);
    expect(within('0.130680000001')).toBe(true);
  });

  test('is held against the upper end of a range', () => {
    // Kling v3, 3 s: 0.378 on the list, 0.63 when billed as 5 s.
    const kling = { durationSeconds: 3, resolution: '720p', audio: true, models: 'kwaivgi/kling-v3.0-std' };
    expect(select(bundledCatalog, { ...kling, maxUsd: '0.5' }).rejected).toContainEqual(
      expect.objectContaining({
        model: 'kwaivgi/kling-v3.0-std',
        reasons: [{ code: 'price_over_limit', field: 'maxUsd', requested: '0.5', supported: '0.63' }],
        nearest: [{ field: 'maxUsd', from: '0.5', to: '0.63' }],
      }),
    );
    expect(select(bundledCatalog, { ...kling, maxUsd: '0.63' }).pick).toBe('kwaivgi/kling-v3.0-std');
  });

  test('does not admit a price that nobody knows', () => {
    const edit = {
      task: 'edit' as const,
      prompt: 'snow',
      sourceVideo: { url: 'https://example.com/a.mp4' },
      maxUsd: 9,
    };
    const { ranked, unknown } = select(bundledCatalog, edit);
    expect(ranked).toEqual([]);
    expect(unknown.find(({ model }) => model === 'runway/aleph-2')?.reasons).toEqual([
      { code: 'price_unknown', field: 'maxUsd', requested: '9', supported: null },
    ]);
  });

  test('that a change of the clip would break is raised with it', () => {
    // 9 s at 0.1 are not offered by wan-2.6 (5 or 10 s); 10 s with a first frame cost 1.
    const longer = { durationSeconds: 9, resolution: '720p', firstFrame: clip.firstFrame, maxUsd: '0.95' };
    const rejected = select(bundledCatalog, longer).rejected.find(({ model }) => model === 'alibaba/wan-2.6');
    expect(rejected?.nearest).toEqual([
      { field: 'durationSeconds', from: 9, to: 10 },
      { field: 'maxUsd', from: '0.95', to: '1' },
    ]);
  });
});
