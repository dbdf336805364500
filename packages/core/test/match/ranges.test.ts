import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bundledCatalog,
  changeSentence,
  type DurationRange,
  match,
  parseRequirements,
  type RequirementsInput,
  reasonSentence,
  requirementsText,
  select,
} from '../../src/index.ts';
import { generateRequirements } from '../fixtures/arbitrary-requirements.ts';
import { isReadable } from '../fixtures/is-readable.ts';

const read = (durationSeconds: unknown, resolution?: unknown) => {
  const { durationSeconds: seconds, resolution: name } = parseRequirements({ durationSeconds, resolution });
  return resolution === undefined ? seconds : name;
};

describe('A range of lengths or classes', () => {
  test.each<[unknown, unknown]>([
    [
      { min: 5, max: 8 },
      { min: 5, max: 8 },
    ],
    [{ max: '8s' }, { max: 8 }],
    [{ min: 5, max: null }, { min: 5 }],
    ['5-8', { min: 5, max: 8 }],
    ['5–8 s', { min: 5, max: 8 }],
    ['5s-8s', { min: 5, max: 8 }],
    ['5 to 8', { min: 5, max: 8 }],
    ['5..8', { min: 5, max: 8 }],
    ['5+', { min: 5 }],
    ['5..', { min: 5 }],
    ['>=5', { min: 5 }],
    ['..8', { max: 8 }],
    ['<= 8', { max: 8 }],
    ['at most 8', { max: 8 }],
    [{ min: 6, max: 6 }, 6],
    ['6-6', 6],
  ])('of seconds is read from %j', (given, wanted) => {
    expect(read(given)).toEqual(wanted);
    expect(read(read(given))).toEqual(wanted);
  });

  test.each<[unknown, unknown]>([
    [{ min: '720' }, { min: '720p' }],
    ['720p+', { min: '720p' }],
    ['720p-1080p', { min: '720p', max: '1080p' }],
    ['hd..4k', { min: '720p', max: '4K' }],
    ['..480P', { max: '480p' }],
    ['at least full hd', { min: '1080p' }],
    ['1080-p', '1080p'],
    ['1440p-2K', '2K'],
  ])('of classes is read from %j', (given, wanted) => {
    expect(read(undefined, given)).toEqual(wanted);
  });

  test.each<[RequirementsInput, string]>([
    [{ durationSeconds: { min: 9, max: 4 } }, 'durationSeconds: "9 to 4" is out of range'],
    [{ durationSeconds: {} }, 'durationSeconds: an object is of the wrong type'],
    [{ durationSeconds: { min: 0 } }, 'durationSeconds.min: 0 is out of range'],
    [{ durationSeconds: '5-8000' }, 'durationSeconds.max: "8000" is out of range'],
    [{ durationSeconds: { least: 5 } as never }, 'durationSeconds.least is not a field'],
    [{ durationSeconds: '-5' }, 'durationSeconds: "-5" is out of range'],
    [{ resolution: { min: '4K', max: '720p' } }, 'resolution: "4K to 720p" is out of range'],
    [{ resolution: '720p-tall' }, 'resolution.max: "tall" is not allowed'],
    [{ size: '1280x720', resolution: { min: '1080p' } }, 'size: 1280x720 with resolution at least 1080p contradicts'],
    [
      { task: 'avatar', prompt: 'Hello', firstFrame: 'https://example.com/a.png', durationSeconds: { max: 8 } },
      'durationSeconds: a range with task avatar belongs to another task',
    ],
  ])('that cannot be is refused: %j', (input, problem) => {
    expect(() => parseRequirements(input)).toThrow(problem);
  });

  test('an exact size within it is the one class', () => {
    const { resolution, size } = parseRequirements({ size: '1280x720', resolution: { max: '1080p' } });
    expect({ resolution, size }).toEqual({ resolution: '720p', size: '1280x720' });
  });

  test('a wider one never loses a model, with any limits beside it', () => {
    const ends = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 30 })));
    const classes = ['360p', '480p', '720p', '768p', '1080p', '2K', '4K'];
    const places = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(classes.length - 1)));
    fc.assert(
      fc.property(generateRequirements, ends, places, fc.boolean(), (input, seconds, ranks, includeUnknown) => {
        const [min, low, high, max] = [...seconds].sort((one, other) => one - other) as [
          number,
          number,
          number,
          number,
        ];
        const [worst, worse, better, best] = [...ranks].sort((one, other) => one - other).map((rank) => classes[rank]!);
        const { size: _, ...base } = input;
        const narrow = { ...base, durationSeconds: { min: low, max: high }, resolution: { min: worse!, max: better! } };
        const wide = { ...base, durationSeconds: { min, max }, resolution: { min: worst!, max: best! } };
        fc.pre(isReadable(narrow) && isReadable(wide));
        const fits = (question: RequirementsInput) =>
          select(bundledCatalog, question, { includeUnknown }).ranked.map(({ model }) => model);
        expect(fits(wide)).toEqual(expect.arrayContaining(fits(narrow)));
        expect(fits({ ...wide, durationSeconds: { min } })).toEqual(expect.arrayContaining(fits(wide)));
      }),
      { numRuns: 60 },
    );
  });

  test('is settled within: 5 s and 720p where they lie inside, else what is nearest to them, and the request says which', () => {
    const ranked = (input: RequirementsInput) => select(bundledCatalog, { prompt: 'a boat', ...input });
    const inside = ranked({ durationSeconds: { min: 4, max: 9 }, resolution: { min: '480p', max: '1080p' } });
    for (const { clip } of inside.ranked) expect(['720p', '768p', '1080p']).toContain(clip.resolution);
    expect(inside.ranked.find(({ model }) => model === 'bytedance/seedance-2.0-mini')!.clip).toMatchObject({
      durationSeconds: 5,
      resolution: '720p',
    });
    const beyond = ranked({ durationSeconds: { min: 7 }, resolution: { min: '1080p' } });
    for (const { clip, assumptions } of beyond.ranked) {
      expect(clip.durationSeconds).toBeGreaterThanOrEqual(7);
      expect(['1080p', '2K', '4K']).toContain(clip.resolution);
      expect(clip.settled).toEqual(expect.arrayContaining(['durationSeconds', 'resolution']));
      expect(assumptions).toContainEqual(expect.objectContaining({ code: 'clip_settled' }));
    }
    expect(beyond.request).toMatchObject({ duration: 8, resolution: '1080p' });
    const most = ranked({ durationSeconds: { max: 4 }, resolution: { max: '480p' } });
    expect(most.request).toMatchObject({ duration: 4, resolution: '480p' });
  });

  test('costs what the clip costs that it is settled to', () => {
    const of = (durationSeconds: number | DurationRange) =>
      select(bundledCatalog, {
        durationSeconds,
        resolution: '720p',
        aspectRatio: '16:9',
        models: ['google/veo-3.1-lite'],
      }).ranked[0]!.price.expectedUsd;
    expect(of({ min: 5, max: 7 })).toBe(of(6));
  });

  test('within a budget is the clip nearest to the target that keeps it', () => {
    const input = { resolution: '720p', aspectRatio: '16:9', audio: false, models: ['google/veo-3.1-lite'] } as const;
    const clip = (durationSeconds: DurationRange, maxUsd: string) =>
      select(bundledCatalog, { ...input, durationSeconds, maxUsd }).ranked[0]?.clip.durationSeconds;
    const priceOf = (seconds: number) =>
      select(bundledCatalog, { ...input, durationSeconds: seconds }).ranked[0]!.price.highUsd!;
    expect(clip({ min: 5 }, priceOf(6))).toBe(6);
    expect(clip({ max: 8 }, priceOf(4))).toBe(4);
  });

  test('is settled even where everything else is left to the provider: a request has no words for a range', () => {
    const { request } = select(
      bundledCatalog,
      { prompt: 'a boat', durationSeconds: { min: 7 }, models: ['google/veo-3.1-lite'] },
      { settle: false },
    );
    expect(request).toMatchObject({ duration: 8 });
    expect(request).not.toHaveProperty('resolution');
  });

  test('that a model does not reach names the nearest that it makes', () => {
    const model = bundledCatalog.models.find(({ id }) => id === 'google/veo-3.1-lite')!;
    const { verdict, reasons, nearest } = match(
      model,
      parseRequirements({ durationSeconds: { min: 10, max: 12 }, resolution: { min: '4K' } }),
    );
    expect(verdict).toBe('ineligible');
    expect(reasons.map(reasonSentence)).toEqual([
      'It makes clips of 4, 6 or 8 s, not 10 to 12 s.',
      'It makes 720p or 1080p, not at least 4K.',
    ]);
    expect(nearest.map(changeSentence)).toEqual([
      'make it 8 s instead of 10 to 12 s',
      'resolution 1080p instead of at least 4K',
    ]);
  });

  test('is said in the line of what is asked for', () => {
    expect(requirementsText(parseRequirements({ durationSeconds: '5-8', resolution: '..1080p' }))).toBe(
      '5 to 8 s · at most 1080p',
    );
  });
});
