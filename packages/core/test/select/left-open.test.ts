import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bundledCatalog,
  bundledEvidence,
  parseRequirements,
  planFor,
  quotesFor,
  type RankedModel,
  type RequirementsInput,
  readBrief,
  select,
} from '../../src/index.ts';
import { generateRequirements, oneRule } from '../fixtures/arbitrary-requirements.ts';
import { isReadable } from '../fixtures/is-readable.ts';

const ranked = (input: RequirementsInput) => select(bundledCatalog, input).ranked;
const of = (input: RequirementsInput, id: string): RankedModel => ranked(input).find(({ model }) => model === id)!;
const photo = 'https://example.com/photo.jpg';

describe('What a clip leaves open', () => {
  test('is settled to 5 s at 720p, 16:9, and the request states it', () => {
    const { request, ranked: all } = select(bundledCatalog, { prompt: 'a lighthouse' });
    const usual = all.find(({ model }) => model === 'x-ai/grok-imagine-video')!;
    expect(usual.clip).toEqual({
      durationSeconds: 5,
      resolution: '720p',
      aspectRatio: '16:9',
      audio: null,
      settled: ['durationSeconds', 'resolution', 'aspectRatio'],
    });
    expect(usual.price).toMatchObject({ confidence: 'exact', expectedUsd: '0.35' });
    expect(request).toMatchObject({ duration: all[0]!.clip.durationSeconds, resolution: all[0]!.clip.resolution });
    for (const { price, model } of all) {
      expect([model, price.reasons.map(({ code }) => code)]).not.toEqual([
        model,
        expect.arrayContaining(['resolution_not_given']),
      ]);
    }
  });

  test.each([
    // 4, 6 or 8 s: the longer of two as near
    ['google/veo-3.1-lite', {}, { durationSeconds: 6, resolution: '720p', audio: true }],
    ['minimax/hailuo-2.3', {}, { durationSeconds: 6, resolution: '1080p' }],
    // The lowest class of at least 720p
    ['minimax/hailuo-3-max', {}, { durationSeconds: 5, resolution: '768p', audio: true }],
    ['minimax/hailuo-3', {}, { durationSeconds: 5, resolution: '2K' }],
    // Tied to 8 s by the provider's documents
    ['google/veo-3.1', { resolution: '1080p' }, { durationSeconds: 8 }],
    [
      'kwaivgi/kling-video-o1',
      { durationSeconds: 10 },
      { durationSeconds: 10, settled: ['resolution', 'aspectRatio', 'audio'] },
    ],
    // Exact pixels say it all
    ['bytedance/seedance-2.0', { durationSeconds: 5, size: '720x1280' }, { resolution: '720p', aspectRatio: '9:16' }],
  ])('on %s for %o is %o', (id, input, clip) => {
    expect(of(input, id).clip).toMatchObject(clip);
  });

  test('follows the picture, as far as its shape is known', () => {
    expect(of({ firstFrame: photo }, 'x-ai/grok-imagine-video').clip).toMatchObject({ aspectRatio: null });
    const upright = { url: photo, width: 1080, height: 1920 };
    expect(of({ firstFrame: upright }, 'x-ai/grok-imagine-video').clip).toMatchObject({ aspectRatio: '9:16' });
  });

  test('goes below 720p only where nothing else of the model keeps the limit, and behind those that keep it', () => {
    const all = ranked({ durationSeconds: 5, maxUsd: '0.30' });
    expect(all[0]).toMatchObject({
      model: 'x-ai/grok-imagine-video-1.5-lite',
      clip: { resolution: '720p' },
      price: { highUsd: '0.15' },
    });
    const lesser = all.findIndex(({ clip }) => clip.resolution === '480p');
    expect(
      all.slice(lesser).every(({ assumptions }) => assumptions.some(({ code }) => code === 'clip_below_target')),
    ).toBe(true);
    expect(
      all.slice(0, lesser).some(({ assumptions }) => assumptions.some(({ code }) => code === 'clip_below_target')),
    ).toBe(false);
    expect(of({ durationSeconds: 5, maxUsd: '0.30' }, 'minimax/hailuo-3-max').clip.resolution).toBe('480p');
  });

  test.each([
    // One second at 480p costs the least of all, and is the farthest from what was meant.
    ['0.08', { durationSeconds: 2, resolution: '720p' }],
    ['0.10', { durationSeconds: 3, resolution: '720p' }],
    ['0.14', { durationSeconds: 4, resolution: '720p' }],
    ['0.15', { durationSeconds: 5, resolution: '720p' }],
  ])('is as near to 5 s at 720p as %s dollars allow, not as short as they allow', (maxUsd, clip) => {
    expect(ranked({ maxUsd })[0]!.clip).toMatchObject(clip);
  });

  test('of clips that keep a limit, goes by their class before their length', () => {
    const order = ranked({ maxUsd: '0.10' }).map(({ clip: { durationSeconds, resolution } }) => [
      resolution,
      durationSeconds,
    ]);
    expect(order).toEqual([
      ['720p', 3],
      ['720p', 1],
      ['480p', 5],
      ['480p', 4],
      ['480p', 1],
    ]);
  });

  test('keeps its pick when the length that a limit left is said', () => {
    for (const cents of Array.from({ length: 24 }, (_, index) => 6 + 2 * index)) {
      const input = { maxUsd: `${cents / 100}` };
      const [pick] = ranked(input);
      if (!pick) continue;
      const stated = ranked({ ...input, durationSeconds: pick.clip.durationSeconds! });
      expect([cents, stated[0]!.model]).toEqual([cents, pick.model]);
    }
  });

  test('compares the same clip whether or not its class is said', () => {
    const open = { durationSeconds: 8, aspectRatio: '9:16', firstFrame: photo, maxUsd: '0.60' };
    const stated = ranked({ ...open, resolution: '720p' });
    expect(ranked(open)[0]!.model).toBe(stated[0]!.model);
    expect(ranked(open).map(({ model }) => model)).toEqual(expect.arrayContaining(stated.map(({ model }) => model)));
  });

  test('is the same in quotes and plans, and left to the provider in a caller’s own body', () => {
    const ground = { catalog: bundledCatalog, evidence: bundledEvidence, now: '2026-10-09T00:00:00.000Z' };
    const brief = readBrief({ fields: { prompt: 'a lighthouse' } });
    const plan = planFor(brief, ground);
    if (plan.kind !== 'plan') throw new Error('no plan');
    const [first] = plan.selection.ranked;
    expect(plan.body).toMatchObject({ duration: first!.clip.durationSeconds, resolution: first!.clip.resolution });
    expect(plan.clip).toMatchObject({
      durationSeconds: first!.clip.durationSeconds,
      resolution: first!.clip.resolution,
    });
    const quote = quotesFor({ ...brief, requirements: parseRequirements({ prompt: 'a lighthouse' }) }, ground).find(
      ({ model }) => model === first!.model,
    )!;
    expect([quote.price, quote.clip]).toEqual([first!.price, first!.clip]);
  });

  test('has the same verdict and reasons in quotes as in a selection, limits included', () => {
    const ground = { catalog: bundledCatalog, evidence: bundledEvidence, now: '2026-10-09T00:00:00.000Z' };
    const inputs: readonly RequirementsInput[] = [
      { durationSeconds: 10, maxUsd: '1' },
      { durationSeconds: 5, maxSeconds: 30, minQuality: 1300 },
      { task: 'edit', prompt: 'snow', sourceVideo: 'https://example.com/clip.mp4', maxUsd: '1' },
    ];
    for (const input of inputs) {
      const {
        ranked: fit,
        rejected,
        unknown,
      } = select(bundledCatalog, input, {
        evidence: ground.evidence,
        now: ground.now,
      });
      const expected = new Map<string, readonly unknown[]>([
        ...fit.map(({ model }) => [model, ['eligible', []]] as const),
        ...rejected.map(({ model, reasons }) => [model, ['ineligible', reasons]] as const),
        ...unknown.map(({ model, reasons }) => [model, ['unknown', reasons]] as const),
      ]);
      for (const { model, verdict, reasons } of quotesFor(readBrief({ fields: { ...input } }), ground))
        expect([model, verdict, reasons]).toEqual([model, ...expected.get(model)!]);
    }
  });

  test.each<[RequirementsInput, object]>([
    // Silence halves its rate; sound that nobody asked for does not cost the model its place.
    [
      { durationSeconds: 5, resolution: '720p', maxUsd: '0.20', models: { allow: ['bytedance/seedance-1-5-pro'] } },
      { audio: false, resolution: '720p', settled: ['aspectRatio', 'audio'] },
    ],
    // Without sound before a class below the target.
    [
      { durationSeconds: 4, maxUsd: '0.15', models: { allow: ['google/veo-3.1-lite'] } },
      { audio: false, resolution: '720p' },
    ],
    // Sound stays where it fits.
    [
      { durationSeconds: 5, resolution: '720p', maxUsd: '0.30', models: { allow: ['bytedance/seedance-1-5-pro'] } },
      { audio: true, resolution: '720p' },
    ],
  ])('gives up sound that nobody asked for where a limit of %j takes it', (input, clip) => {
    const [first] = ranked(input);
    expect(first?.clip).toMatchObject(clip);
    const { request } = select(bundledCatalog, input);
    expect(request?.generate_audio).toBe(first!.clip.audio);
    // Asked for, sound is never given up.
    expect(ranked({ ...input, audio: true }).map(({ clip: asked }) => asked.audio)).not.toContain(false);
  });

  test('never offers more, or cheaper, by a requirement that leaves the clip as it is', () => {
    // A shorter clip, a lower class or silence is another clip and may cost less; a limit on price or time asks for one. And the pick is the
    // best by worst-case score: whoever rules it out may get a cheaper one, never a better one.
    const leavesClip = ['seed', 'passthrough', 'providers', 'models', 'minQuality'];
    const lowest = (input: RequirementsInput) => Math.min(...ranked(input).map(({ price }) => Number(price.highUsd)));
    const best = (input: RequirementsInput) => Math.max(...ranked(input).map(({ scoreLow }) => scoreLow));
    fc.assert(
      fc.property(generateRequirements, oneRule, (input, rule) => {
        const [name] = Object.keys(rule);
        fc.pre(leavesClip.includes(name!) && !(name! in input) && isReadable({ ...input, ...rule }));
        const narrowed = { ...input, ...rule };
        expect(lowest(narrowed)).toBeGreaterThanOrEqual(lowest(input));
        expect(best(narrowed)).toBeLessThanOrEqual(best(input));
      }),
      { numRuns: 100 },
    );
  });

  test('keeps its pick when a further requirement is met by it already, unless that asks another model for another clip', () => {
    // The three ways to another pick, and so to a cheaper one: the pick is ruled out, its clip is another one, or the new pick makes another
    // clip than it did, or was behind the usual ones because a limit had made it a lesser clip.
    const kindOf = ({ clip, assumptions }: RankedModel) =>
      JSON.stringify([{ ...clip, settled: [] }, assumptions.some(({ code }) => code === 'clip_below_target')]);
    fc.assert(
      fc.property(generateRequirements, fc.array(oneRule, { minLength: 1, maxLength: 2 }), (input, rules) => {
        const rule = Object.assign({}, ...rules) as RequirementsInput;
        fc.pre(Object.keys(rule).every((name) => !(name in input)) && isReadable({ ...input, ...rule }));
        const before = ranked(input);
        const [pick] = before;
        const after = ranked({ ...input, ...rule });
        const [taken] = after;
        const stays = after.find(({ model }) => model === pick?.model);
        if (!pick || !taken || !stays || kindOf(stays) !== kindOf(pick)) return;
        const wasTaken = before.find(({ model }) => model === taken.model);
        if (!wasTaken || kindOf(wasTaken) !== kindOf(taken)) return;
        expect([taken.model, taken.price.expectedUsd]).toEqual([pick.model, pick.price.expectedUsd]);
      }),
      { numRuns: 120 },
    );
  });

  test('never finds fewer models, or dearer ones, than a further requirement does', () => {
    fc.assert(
      fc.property(generateRequirements, oneRule, (input, rule) => {
        const isFree =
          Object.keys(rule).every((name) => !(name in input)) &&
          !('size' in input && ('resolution' in rule || 'aspectRatio' in rule));
        fc.pre(isFree && isReadable({ ...input, ...rule }));
        const before = new Map(ranked(input).map((entry) => [entry.model, entry]));
        for (const { model, clip, price } of ranked({ ...input, ...rule })) {
          const open = before.get(model);
          expect([model, open !== undefined]).toEqual([model, true]);
          // The clip that was settled costs what it costs when it is asked for.
          if (JSON.stringify({ ...clip, settled: [] }) === JSON.stringify({ ...open!.clip, settled: [] })) {
            expect([model, price.highUsd]).toEqual([model, open!.price.highUsd]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('References, sound and parameters', () => {
  test('are not asked of who refuses them, nor refused to who has them', () => {
    const references = select(bundledCatalog, { references: [{ kind: 'image', url: photo }] });
    expect(references.rejected).toContainEqual(
      expect.objectContaining({
        model: 'x-ai/grok-imagine-video-1.5-lite',
        reasons: [{ code: 'references_refused', field: 'references', requested: ['image'], supported: false }],
      }),
    );
    const withSound = select(bundledCatalog, { audio: true });
    for (const id of ['minimax/hailuo-3-max', 'heygen/heygen-video-1']) {
      expect(withSound.ranked.find(({ model }) => model === id)?.clip.audio).toBe(true);
    }
    const watermark = select(bundledCatalog, { passthrough: ['watermark=false'] });
    expect(watermark.unknown.map(({ model }) => model).filter((model) => model.startsWith('bytedance'))).toEqual([]);
  });
});
