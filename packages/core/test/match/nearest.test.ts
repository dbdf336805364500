import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyChanges,
  bundledCatalog,
  type Catalog,
  match,
  parseRequirements,
  type Requirements,
  select,
} from '../../src/index.ts';
import { anyRequirements } from '../fixtures/arbitrary-requirements.ts';
import { mutatedCatalog } from '../fixtures/mutated-catalog.ts';

describe('The nearest change', () => {
  test('of the requirements makes the model fit, or leaves only what is not stated', () => {
    fc.assert(
      fc.property(anyRequirements, (input) => {
        const requirements = parseRequirements(input);
        for (const model of bundledCatalog.models) {
          const { nearest } = match(model, requirements);
          if (nearest.length === 0) continue;
          const changed = applyChanges(requirements, nearest);
          expect([model.id, nearest, match(model, changed)]).not.toMatchObject([
            model.id,
            nearest,
            { verdict: 'ineligible' },
          ]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('keeps the limits on price, time and quality too', () => {
    fc.assert(
      fc.property(anyRequirements, (input) => expectNearestToFit(bundledCatalog, input as Requirements)),
      { numRuns: 150 },
    );
  });

  test('is one that can be asked for, whatever the catalogue serves', () => {
    fc.assert(
      fc.property(mutatedCatalog, anyRequirements, (catalog, input) => {
        expectNearestToFit(catalog, input as Requirements);
      }),
      { numRuns: 200 },
    );
  });

  test('of a size is a listed size, and the class and ratio that the size stood for go with it', () => {
    const requirements = parseRequirements({ size: '1000x700' });
    const { nearest } = match(bundledCatalog.models.find(({ id }) => id === 'runway/gen-4.5')!, requirements);
    expect(nearest).toEqual([{ field: 'size', from: '1000x700', to: '1280x720' }]);
    expect(applyChanges(requirements, nearest)).toMatchObject({ size: '1280x720', aspectRatio: '16:9' });
  });

  test('of a class takes the exact size away, and null leaves a field out', () => {
    const requirements = parseRequirements({ size: '1280x720', seed: 1 });
    const changed = applyChanges(requirements, [
      { field: 'resolution', to: '480p' },
      { field: 'seed', to: null },
    ]);
    expect(changed).toEqual(parseRequirements({ resolution: '480p', aspectRatio: '16:9' }));
  });
});

function expectNearestToFit(catalog: Catalog, input: Requirements): void {
  const { requirements, rejected } = select(catalog, input);
  for (const { model, nearest } of rejected) {
    if (nearest.length === 0) continue;
    const changed = applyChanges(requirements, nearest);
    const alone = { ...catalog, models: catalog.models.filter(({ id }) => id === model) };
    expect([model, nearest, select(alone, changed).rejected]).toEqual([model, nearest, []]);
  }
}
