import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bundledCatalog,
  type Price,
  parseRequirements,
  quote,
  type RequirementsInput,
  type VideoModel,
} from '../../src/index.ts';
import { generateRequirements } from '../fixtures/arbitrary-requirements.ts';
import { guideCatalog, juneCatalog } from '../fixtures/guide-catalog.ts';

const models = [bundledCatalog, juneCatalog, guideCatalog].flatMap((catalog) => catalog.models);
const twoLengths = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 2 })
  .map((pair) => pair.sort((one, other) => one - other) as [number, number]);

describe('A longer clip never costs less', () => {
  test('on any model, in any mode, whatever else is asked for', () => {
    fc.assert(
      fc.property(generateRequirements, twoLengths, (input, [short, long]) => {
        for (const model of models) {
          expectNotCheaper(model, { ...input, durationSeconds: short }, { ...input, durationSeconds: long });
        }
      }),
      { numRuns: 200 },
    );
  });

  test('when it continues a job, edits or upscales a video, or speaks', () => {
    const jobs: ((seconds: number) => RequirementsInput)[] = [
      (durationSeconds) => ({ task: 'continue', previousJobId: 'gen-vid-1', durationSeconds, resolution: '720p' }),
      (durationSeconds) => ({
        task: 'edit',
        prompt: 'snow',
        sourceVideo: { durationSeconds, width: 640, height: 480 },
      }),
      (durationSeconds) => ({ task: 'upscale', sourceVideo: { durationSeconds, width: 640, height: 480 } }),
      (durationSeconds) => ({
        task: 'avatar',
        prompt: 'Hello',
        firstFrame: 'https://example.com/a.jpg',
        durationSeconds,
      }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...jobs), twoLengths, (job, [short, long]) => {
        for (const model of models) expectNotCheaper(model, job(short), job(long));
      }),
      { numRuns: 100 },
    );
  });
});

function expectNotCheaper(model: VideoModel, shortJob: RequirementsInput, longJob: RequirementsInput): void {
  const short = quote(model, parseRequirements(shortJob)).price;
  const long = quote(model, parseRequirements(longJob)).price;
  const ends = ['lowUsd', 'expectedUsd', 'highUsd'] as const satisfies readonly (keyof Price)[];
  for (const end of ends) {
    const [less, more] = [short[end], long[end]];
    expect([model.id, end, less === null]).toEqual([model.id, end, more === null]);
    if (less !== null && more !== null && Number(more) < Number(less)) {
      expect.fail(
        `${model.id}: ${end} ${less} for ${JSON.stringify(shortJob)}, ${more} for ${JSON.stringify(longJob)}`,
      );
    }
  }
}
