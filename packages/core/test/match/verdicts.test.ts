import { describe, expect, test } from 'vitest';
import {
  bundledCatalog,
  match,
  parseCatalog,
  parseRequirements,
  type RequirementsInput,
  select,
  type VideoModel,
} from '../../src/index.ts';

const url = 'https://example.com/picture.jpg';
const sound = 'https://example.com/voice.mp3';
const clip = 'https://example.com/clip.mp4';
const generators = bundledCatalog.models.length - 4;

/** Who gets which codes, without the author: models with no code are left out. */
function codesByModel(input: RequirementsInput): Record<string, readonly string[]> {
  const { rejected, unknown } = select(bundledCatalog, input, { now: '2026-10-10' });
  return Object.fromEntries(
    [...rejected, ...unknown].map(({ model, reasons }) => [model.split('/')[1]!, reasons.map(({ code }) => code)]),
  );
}

function modelsWith(code: string, input: RequirementsInput): readonly string[] {
  return Object.entries(codesByModel(input))
    .filter(([, codes]) => codes.includes(code))
    .map(([model]) => model)
    .sort();
}

const editorsAndOthers = ['aleph-2', 'avatar-iv', 'flux-video-edit', 'flux-video-upscale'];
const grok = ['grok-imagine-video', 'grok-imagine-video-1.5', 'grok-imagine-video-1.5-lite'];
const happyhorse = ['happyhorse-1.0', 'happyhorse-1.1'];
const veo = ['veo-3.1', 'veo-3.1-fast', 'veo-3.1-lite'];
const seedance2 = ['seedance-2.0', 'seedance-2.0-fast', 'seedance-2.0-mini', 'seedance-2.5'];

/** What is asked for, the code, every model of 2026-10-08 that gets it. */
const table: readonly (readonly [RequirementsInput, string, readonly string[]])[] = [
  [{}, 'task_unsupported', editorsAndOthers],
  [{ task: 'edit', prompt: 'snow', sourceVideo: clip }, 'task_not_stated', seedance2],
  // 3 s: neither 4 to 30 nor 5 to 20, nor the sets {4, 6, 8}, {5, 10} and {6, 10}.
  [
    { durationSeconds: 3 },
    'duration_unsupported',
    [
      'flux-3-video',
      'hailuo-2.3',
      'hailuo-3',
      'hailuo-3-max',
      'heygen-video-1',
      'kling-video-o1',
      'seedance-1-5-pro',
      ...seedance2,
      ...veo,
      'wan-2.6',
    ],
  ],
  [{ resolution: '4K', models: ['google/veo-3.1-lite'] }, 'resolution_unsupported', expectAllBut4K()],
  [{ aspectRatio: '9:16', resolution: '1080p' }, 'aspect_ratio_unsupported', ['hailuo-2.3']],
  [
    { size: '1000x700' },
    'size_not_stated',
    [
      'flux-3-video',
      'grok-imagine-video-1.5',
      'grok-imagine-video-1.5-lite',
      'hailuo-3',
      'hailuo-3-max',
      'heygen-video-1',
      'wan-3.0',
      'wan-3.0-prime',
    ],
  ],
  [
    { firstFrame: url, lastFrame: url, aspectRatio: '1:1' },
    'last_frame_unsupported',
    ['gen-4.5', ...grok, ...happyhorse, 'hailuo-2.3', 'heygen-video-1', 'wan-2.6', 'wan-3.0', 'wan-3.0-prime'],
  ],
  // A recorded failure: a last frame without a first.
  [{ lastFrame: url }, 'last_frame_needs_first_frame', veo],
  [{ audio: true }, 'audio_unsupported', ['gen-4.5', 'hailuo-2.3']],
  [{ audio: true }, 'audio_not_stated', [...grok, ...happyhorse]],
  [{ audio: false }, 'audio_not_stated', [...grok, ...happyhorse]],
  [{ audio: false }, 'audio_unsupported', []],
  // They say generate_audio false, and their clips are reported to carry sound.
  [{ audio: false }, 'silence_not_stated', ['hailuo-3-max', 'heygen-video-1']],
  [{ seed: 0 }, 'seed_not_stated', [...grok, 'hailuo-2.3']],
  [
    { seed: 0 },
    'seed_unsupported',
    ['flux-3-video', 'hailuo-3', 'hailuo-3-max', 'kling-v3.0-pro', 'kling-v3.0-std', 'kling-video-o1'],
  ],
  [{ task: 'continue', previousJobId: 'job' }, 'continuation_refused', ['grok-imagine-video', 'seedance-2.0-mini']],
  [{ task: 'upscale', sourceVideo: clip, upscaleFactor: 4 }, 'upscale_factor_unsupported', ['flux-video-upscale']],
  [{ task: 'upscale', sourceVideo: clip, upscaleFactor: 1 }, 'upscale_factor_unsupported', ['flux-video-upscale']],
  [{ task: 'upscale', sourceVideo: clip, upscaleFactor: 1.5 }, 'upscale_factor_unsupported', []],
  [{ task: 'upscale', sourceVideo: clip, upscaleFactor: 3 }, 'upscale_factor_unsupported', []],
  [{ task: 'upscale', sourceVideo: clip, creativity: 2 }, 'creativity_unsupported', ['flux-video-upscale']],
  [{ task: 'upscale', sourceVideo: clip, creativity: 1 }, 'creativity_unsupported', []],
  [{ providers: { deny: ['google'] } }, 'provider_denied', veo],
  [{ models: { deny: ['google/veo-3.1'] } }, 'model_denied', ['veo-3.1']],
  // 5 s at 480p, 1:1: 48,400 tokens × 0.000007 = 0.3388 on seedance-2.0, 5 × 8 cents on grok 1.5, 5 × 0.068 on wan-3.0-prime.
  [
    { durationSeconds: 5, resolution: '480p', aspectRatio: '1:1', maxUsd: '0.33' },
    'price_over_limit',
    ['grok-imagine-video-1.5', 'seedance-2.0', 'seedance-2.5', 'wan-3.0-prime'],
  ],
  [
    { task: 'edit', prompt: 'snow', sourceVideo: clip, maxUsd: 1 },
    'price_unknown',
    ['aleph-2', 'flux-video-edit', ...seedance2],
  ],
];

function expectAllBut4K(): readonly string[] {
  return bundledCatalog.models
    .filter(({ resolutions }) => resolutions !== null && !resolutions.includes('4K'))
    .map(({ id }) => id.split('/')[1]!)
    .filter((name) => name !== 'avatar-iv');
}

describe('A verdict', () => {
  test.each(table)('on %j says %s of exactly these', (input, code, models) => {
    expect(modelsWith(code, input)).toEqual([...models].sort());
  });

  test('names every broken rule, not the first one', () => {
    const requirements = parseRequirements({
      durationSeconds: 3,
      resolution: '4K',
      aspectRatio: '3:2',
      firstFrame: url,
      lastFrame: url,
      audio: true,
      seed: 1,
      passthrough: ['watermark', 'prompt_optimizer'],
      providers: { allow: ['google'], deny: ['minimax'] },
      models: { allow: ['google/veo-3.1'], deny: ['minimax/hailuo-2.3'] },
    });
    const verdict = match(bundledCatalog.models.find(({ id }) => id === 'minimax/hailuo-2.3')!, requirements);
    expect(verdict).toEqual({
      verdict: 'ineligible',
      reasons: [
        { code: 'provider_not_allowed', field: 'providers', requested: ['google'], supported: 'minimax' },
        { code: 'provider_denied', field: 'providers', requested: ['minimax'], supported: 'minimax' },
        { code: 'model_not_allowed', field: 'models', requested: ['google/veo-3.1'], supported: 'minimax/hailuo-2.3' },
        { code: 'model_denied', field: 'models', requested: ['minimax/hailuo-2.3'], supported: 'minimax/hailuo-2.3' },
        { code: 'duration_unsupported', field: 'durationSeconds', requested: 3, supported: [6, 10] },
        { code: 'last_frame_unsupported', field: 'lastFrame', requested: 'last_frame', supported: ['first_frame'] },
        { code: 'resolution_unsupported', field: 'resolution', requested: '4K', supported: ['1080p'] },
        { code: 'aspect_ratio_unsupported', field: 'aspectRatio', requested: '3:2', supported: ['16:9'] },
        { code: 'audio_unsupported', field: 'audio', requested: true, supported: false },
        { code: 'seed_not_stated', field: 'seed', requested: 1, supported: null },
        {
          code: 'passthrough_unsupported',
          field: 'passthrough',
          requested: ['watermark'],
          supported: ['prompt_optimizer', 'fast_pretreatment'],
        },
      ],
      nearest: [
        {
          field: 'providers',
          from: { allow: ['google'], deny: ['minimax'] },
          to: { allow: ['google', 'minimax'], deny: [] },
        },
        {
          field: 'models',
          from: { allow: ['google/veo-3.1'], deny: ['minimax/hailuo-2.3'] },
          to: { allow: ['google/veo-3.1', 'minimax/hailuo-2.3'], deny: [] },
        },
        { field: 'durationSeconds', from: 3, to: 6 },
        { field: 'lastFrame', from: 'last_frame', to: null },
        { field: 'resolution', from: '4K', to: '1080p' },
        { field: 'aspectRatio', from: '3:2', to: '16:9' },
        { field: 'audio', from: true, to: false },
        {
          field: 'passthrough',
          from: [{ name: 'watermark' }, { name: 'prompt_optimizer' }],
          to: [{ name: 'prompt_optimizer' }],
        },
      ],
      warnings: [],
    });
  });

  test('is about the task alone where the model is made for another one', () => {
    expect(codesByModel({ durationSeconds: 5, resolution: '720p', seed: 1, maxUsd: '0.01' })['aleph-2']).toEqual([
      'task_unsupported',
    ]);
    const { rejected } = select(bundledCatalog, {});
    expect(rejected).toHaveLength(4);
    expect(rejected.every(({ nearest }) => nearest.length === 0)).toBe(true);
  });

  test('on a record that states nothing is unknown in every field', () => {
    const bare = parseCatalog([{ id: 'a/b', supported_durations: [5] }, { id: 'a/c' }], { source: 'given' });
    const { unknown, ranked } = select(bare, {
      resolution: '720p',
      aspectRatio: '9:16',
      firstFrame: url,
      lastFrame: url,
      references: [url],
      audio: true,
      seed: 1,
      passthrough: ['watermark'],
      maxUsd: 1,
    });
    expect(ranked).toEqual([]);
    const rest = [
      'first_frame_not_stated',
      'last_frame_not_stated',
      'references_not_stated',
      'resolution_not_stated',
      'aspect_ratio_not_stated',
      'audio_not_stated',
      'seed_not_stated',
      'passthrough_not_stated',
      'price_unknown',
    ];
    expect(unknown.map(({ model, reasons }) => [model, reasons.map(({ code }) => code)])).toEqual([
      ['a/b', rest],
      ['a/c', ['task_not_stated', ...rest]],
    ]);
    const upscale = { task: 'upscale' as const, sourceVideo: clip, upscaleFactor: 2, creativity: 1 };
    const codes = (model: VideoModel) => match(model, parseRequirements(upscale)).reasons.map(({ code }) => code);
    expect(codes(bare.models[1]!)).toEqual(['task_not_stated']);
    const named = { ...bare.models[1]!, id: 'black-forest-labs/flux-video-upscale' };
    expect(codes(named)).toEqual(['upscale_factor_not_stated', 'creativity_not_stated']);
    const length = match(
      { ...bare.models[0]!, durationsSeconds: null, resolutions: ['720p'] },
      parseRequirements({ durationSeconds: 5 }),
    );
    expect(length.reasons.map(({ code }) => code)).toEqual(['duration_not_stated']);
    const odd = match({ ...bare.models[0]!, sizes: ['1280x720'] }, parseRequirements({ size: '1000x700' }));
    expect(odd.reasons.map(({ code }) => code)).toEqual(['size_unsupported']);
    const continued = parseRequirements({ task: 'continue', previousJobId: 'job' });
    expect(match(bare.models[0]!, continued).reasons.map(({ code }) => code)).toEqual(['continuation_not_stated']);
  });

  test('is unknown, never no, where the catalogue says nothing; included only on request', () => {
    const { ranked, unknown } = select(bundledCatalog, { references: [{ kind: 'audio', url: sound }] });
    expect(ranked.map(({ model }) => model.split('/')[1]).sort()).toEqual(seedance2);
    expect(unknown).toHaveLength(generators - seedance2.length);
    const all = select(bundledCatalog, { references: [{ kind: 'audio', url: sound }] }, { includeUnknown: true });
    expect(all.unknown).toEqual([]);
    expect(all.ranked).toHaveLength(generators);
    expect(all.ranked.find(({ model }) => model === 'google/veo-3.1')?.notStated).toEqual([
      { code: 'references_not_stated', field: 'references', requested: ['audio'], supported: null },
    ]);
  });

  test('is unknown where a value has no provider name to go under: it would be dropped silently', () => {
    const asked = { durationSeconds: 5, passthrough: ['negative_prompt=blur'] };
    expect(modelsWith('passthrough_slug_unknown', asked)).toContain('wan-2.6');
    const { pick, ranked, request } = select(bundledCatalog, asked);
    expect(ranked.map(({ model }) => model)).not.toContain('alibaba/wan-2.6');
    expect(ranked.map(({ model }) => model)).toContain('alibaba/wan-2.7');
    expect(pick).not.toBeNull();
    expect(JSON.stringify(request?.provider)).toContain('"negative_prompt":"blur"');
    // The name alone only chooses a model: nothing is sent.
    expect(modelsWith('passthrough_slug_unknown', { ...asked, passthrough: ['negative_prompt'] })).toEqual([]);
  });

  test('is no where a proved limit is broken, though the field is not stated', () => {
    const [veo] = parseCatalog([{ id: 'google/veo-3.1', supported_durations: [4] }], { source: 'given' }).models;
    const verdict = match(veo!, parseRequirements({ lastFrame: url }));
    expect(verdict.verdict).toBe('ineligible');
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['last_frame_not_stated', 'last_frame_needs_first_frame']);
    expect(verdict.nearest).toEqual([{ field: 'lastFrame', from: expect.anything(), to: null }]);
  });

  test('compares classes without case, and takes an exact size wherever its class and ratio are taken', () => {
    const takers = (input: RequirementsInput) =>
      select(bundledCatalog, input)
        .ranked.map(({ model }) => model)
        .sort();
    expect(takers({ resolution: '4k' })).toEqual(takers({ resolution: '4K' }));
    // Every model with 720p and 9:16 takes 720x1280, the ones that list no sizes too.
    expect(takers({ size: '720x1280' })).toEqual(takers({ resolution: '720p', aspectRatio: '9:16' }));
    expect(takers({ size: '720x1280' })).toContain('alibaba/wan-3.0');
  });
});

describe('A limit on time or quality', () => {
  test('is held against the cautious end, and says what would do', () => {
    const { ranked, rejected } = select(bundledCatalog, { durationSeconds: 5, maxSeconds: 200, minQuality: 1250 });
    for (const { speed, quality } of ranked) {
      expect(speed.p90Seconds).toBeLessThanOrEqual(200);
      expect(quality.low).toBeGreaterThanOrEqual(1250);
    }
    const codes = new Set(rejected.flatMap(({ reasons }) => reasons.map(({ code }) => code)));
    expect([...codes]).toEqual(expect.arrayContaining(['too_slow', 'quality_too_low']));
    for (const { reasons, nearest } of rejected) {
      if (reasons[0]?.code === 'task_unsupported') continue;
      for (const { code, field } of reasons) {
        if (code === 'too_slow' || code === 'quality_too_low') {
          expect(nearest.some((change) => change.field === field)).toBe(true);
        }
      }
    }
  });
});

describe('A limit between fields that the catalogue does not tell', () => {
  const verdictOf = (id: string, input: RequirementsInput) =>
    match(bundledCatalog.models.find((model) => model.id === id)!, parseRequirements(input));

  test('rejects where it is proved', () => {
    expect(verdictOf('google/veo-3.1-lite', { lastFrame: url })).toMatchObject({
      verdict: 'ineligible',
      reasons: [{ code: 'last_frame_needs_first_frame', field: 'lastFrame' }],
      nearest: [{ field: 'lastFrame', to: null }],
    });
    expect(verdictOf('google/veo-3.1-lite', { firstFrame: url, lastFrame: url }).verdict).toBe('eligible');
  });

  /** Model, what is asked for, the warning with its grade. */
  const warned: readonly (readonly [string, RequirementsInput, string, string])[] = [
    ['kwaivgi/kling-v3.0-std', { lastFrame: url }, 'last_frame_alone_unproved', 'reported'],
    ['google/veo-3.1', { durationSeconds: 4, resolution: '1080p' }, 'high_resolution_needs_8_seconds', 'documented'],
    ['google/veo-3.1', { durationSeconds: 4, resolution: '4K' }, 'high_resolution_needs_8_seconds', 'documented'],
    // 4 s at 1080p were made and billed 0.20 (2026-09-21), whatever Google's own documents say.
    [
      'google/veo-3.1-lite',
      { durationSeconds: 4, resolution: '1080p' },
      'high_resolution_needs_8_seconds',
      'contradicted',
    ],
    ['bytedance/seedance-2.5', { firstFrame: url, aspectRatio: '9:16' }, 'first_frame_sets_the_ratio', 'contradicted'],
    [
      'bytedance/seedance-2.0',
      { firstFrame: url, references: [url] },
      'references_ignored_beside_frames',
      'documented',
    ],
    [
      'runway/aleph-2',
      { task: 'edit', prompt: 'snow', sourceVideo: { url: clip, durationSeconds: 10 }, durationSeconds: 5 },
      'edit_follows_its_source',
      'documented',
    ],
  ];

  test.each(warned)('warns %s on %j: %s is %s only', (id, input, code, grade) => {
    const { verdict, warnings } = verdictOf(id, input);
    expect(verdict).toBe('eligible');
    expect(warnings).toContainEqual(expect.objectContaining({ code, grade }));
    expect(warnings.every(({ source, asOf }) => source !== '' && /^2026-\d\d-\d\d$/.test(asOf))).toBe(true);
  });

  test('is silent where it is kept', () => {
    for (const id of ['google/veo-3.1', 'google/veo-3.1-lite']) {
      expect(verdictOf(id, { durationSeconds: 8, resolution: '1080p' }).warnings).toEqual([]);
      expect(verdictOf(id, { durationSeconds: 4, resolution: '720p' }).warnings).toEqual([]);
    }
    // Its portrait is a reference itself: nothing stands beside frames.
    const speech = { kind: 'audio', url: 'https://example.com/speech.mp3' } as const;
    expect(verdictOf('heygen/avatar-iv', { task: 'avatar', firstFrame: url, references: [speech] }).warnings).toEqual(
      [],
    );
  });
});
