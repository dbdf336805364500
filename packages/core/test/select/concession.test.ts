import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyChanges,
  bestConcession,
  bundledCatalog,
  bundledEvidence,
  concessionSentence,
  parseRequirements,
  type RequirementsInput,
  readBrief,
  type SelectOptions,
  select,
  selectFor,
} from '../../src/index.ts';
import { generateRequirements } from '../fixtures/arbitrary-requirements.ts';

const now = '2026-10-09';
const concessionOf = (input: RequirementsInput, options: SelectOptions = {}) =>
  bestConcession(bundledCatalog, select(bundledCatalog, input, { ...options, now }), { ...options, now });
const keyOf = (input: RequirementsInput) => select(bundledCatalog, input, { now }).ranked[0]!.scoreLow;

describe('What one concession gains', () => {
  test.each<[RequirementsInput, SelectOptions, string]>([
    [
      { durationSeconds: 15, resolution: '720p' },
      {},
      '768p instead of 720p: minimax/hailuo-3-max, $1.20, is ready in a quarter of the time (about 25 s).',
    ],
    [
      { durationSeconds: 5, resolution: '720p', audio: false, maxUsd: '0.40' },
      { profile: 'fastAndCheap' },
      '6 s instead of 5 s: google/veo-3.1-lite, $0.18, is ready in two thirds of the time (about 45 s).',
    ],
    [{ resolution: '1080p' }, {}, 'Without sound: google/veo-3.1-lite, $0.40, costs two thirds as much.'],
    [
      { durationSeconds: 5, audio: false },
      {},
      'Whether or not it has sound: minimax/hailuo-3-max, $0.40, is ready 88 % sooner (about 9 s).',
    ],
  ])('of %j with %j is said in a sentence', (input, options, sentence) => {
    expect(concessionSentence(concessionOf(input, options)!)).toBe(sentence);
  });

  test('is a tenth more of a limit where that lets a better model in, and nothing where it would take more', () => {
    const { model, change, price } = concessionOf({ durationSeconds: 5, resolution: '768p', maxUsd: '0.38' })!;
    expect([model, change, price.highUsd]).toEqual([
      'minimax/hailuo-3-max',
      { field: 'maxUsd', from: '0.38', to: '0.4' },
      '0.4',
    ]);
    expect(concessionOf({ durationSeconds: 5, resolution: '768p', maxUsd: '0.30' })?.change.field).not.toBe('maxUsd');
  });

  test.each<[string, RequirementsInput]>([
    ['when nothing fits', { durationSeconds: 5, maxUsd: '0.001' }],
    ['when all is open already', { prompt: 'a lighthouse', audio: 'any' }],
    [
      'that makes the clip worse: 480p for 720p',
      { durationSeconds: 5, resolution: '720p', models: { allow: ['minimax/hailuo-3-max'] } },
    ],
  ])('is none %s', (_why, input) => {
    expect(concessionOf(input)).toBeNull();
  });

  test('is none by the guide’s own method', () => {
    expect(concessionOf({ durationSeconds: 15, resolution: '720p' }, { method: 'cookbook' })).toBeNull();
  });

  test('is never less than a near tie, and true: with the change made, that model is picked and scores that much more', () => {
    fc.assert(
      fc.property(generateRequirements, (input) => {
        const concession = concessionOf(input);
        if (!concession) return;
        const changed = applyChanges(parseRequirements(input), [concession.change]);
        const after = select(bundledCatalog, changed, { now });
        const place = after.ranked.find(({ model }) => model === concession.model)!;
        expect(place.price).toEqual(concession.price);
        expect(concession.gain).toBeGreaterThan(0.02);
        expect(place.scoreLow - keyOf(input)).toBeCloseTo(concession.gain, 9);
        expect(concessionSentence(concession)).toMatch(/^[\p{L}\d].*\.$/u);
        expect(concessionSentence(concession)).not.toMatch(/undefined|NaN|null/);
      }),
      { numRuns: 100 },
    );
  });

  test('comes with the answer to a brief', () => {
    const brief = readBrief({ fields: { durationSeconds: 15, resolution: '720p' } });
    const ground = { catalog: bundledCatalog, evidence: bundledEvidence, now: '2026-10-09T00:00:00.000Z' };
    expect(selectFor(brief, ground).concession?.model).toBe('minimax/hailuo-3-max');
  });
});
