import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { architecturePage } from './document.ts';
import { layers } from './layers.ts';
import { rehearsals } from './rehearsals.ts';
import {
  choosingOutside,
  clockReads,
  cycles,
  environmentReads,
  impurities,
  layerViolations,
  wireNamesOutside,
} from './rules.ts';
import { readSource, readSources } from './source-file.ts';

const root = join(import.meta.dirname, '../..');
const sources = readSources();
const inLayers = (files: Parameters<typeof cycles>[0]) => layerViolations(files, layers);

describe('The sources', () => {
  test('are read: every package has some', () => {
    expect(sources.length).toBeGreaterThan(80);
    expect(sources.find(({ path }) => path === 'core/select.ts')?.imports.length).toBeGreaterThan(5);
  });

  test('import downwards only, by the layer table', () => {
    expect(inLayers(sources)).toEqual([]);
  });

  test('have no ring of imports', () => {
    expect(cycles(sources)).toEqual([]);
  });

  test('of core name no clock, chance, network, Node or DOM', () => {
    expect(impurities(sources)).toEqual([]);
  });

  test('spell wire names only where the wire is read or written', () => {
    expect(wireNamesOutside(sources)).toEqual([]);
  });

  test('choose only in the choice layer', () => {
    expect(choosingOutside(sources)).toEqual([]);
  });

  test('read environment and arguments only in the composition root', () => {
    expect(environmentReads(sources)).toEqual([]);
  });

  test('read the system clock only where a clock begins', () => {
    expect(clockReads(sources)).toEqual([]);
  });
});

describe('The rehearsed changes', () => {
  test('name files and folders that exist', () => {
    for (const file of rehearsals.flatMap(({ files }) => files))
      expect([file, existsSync(join(root, file))]).toEqual([file, true]);
  });
});

describe('The layer table', () => {
  test('is what docs/architecture.md shows', async () => {
    await expect(architecturePage()).toMatchFileSnapshot('../../docs/architecture.md');
  });

  test('names only folders and files that exist', () => {
    const exists = (unit: string) => sources.some(({ path }) => path === unit || path.startsWith(`${unit}/`));
    expect(layers.map(({ unit }) => unit).filter((unit) => !exists(unit))).toEqual([]);
  });

  test('allows only units that stand above, or packages, of which only what stands above', () => {
    const order = layers.map(({ unit }) => unit);
    layers.forEach(({ unit, mayImport }, index) => {
      for (const allowed of mayImport) {
        const isPackage = !allowed.includes('/');
        const isAbove = order.slice(0, index).some((above) => allowed === above || allowed.startsWith(`${above}/`));
        expect([unit, allowed, isPackage || isAbove]).toEqual([unit, allowed, true]);
      }
    });
  });

  test('gives a reason for every folder', () => {
    for (const { unit, reason } of layers) expect([unit, reason.length > 15]).toEqual([unit, true]);
  });
});

/** Rule, file, text that breaks it, what the finding names. */
const broken: readonly (readonly [
  string,
  (files: Parameters<typeof cycles>[0]) => readonly string[],
  string,
  string,
  string,
])[] = [
  ['layers', inLayers, 'core/price/a.ts', "import { score } from '../rank/score.ts';", 'core/rank/score.ts'],
  [
    'layers',
    inLayers,
    'core/requirements/a.ts',
    "import type { VideoModel } from '../catalog/model.ts';",
    'core/catalog/model.ts',
  ],
  ['layers', inLayers, 'core/evidence/a.ts', "export * from '../data/ratings.ts';", 'core/data/ratings.ts'],
  ['layers', inLayers, 'core/rank/a.ts', "const late = await import('../select.ts');", 'core/select.ts'],
  ['layers', inLayers, 'simulator/a.ts', "import { select } from '@shotcaller/core';", 'core/index.ts'],
  [
    'layers',
    inLayers,
    'simulator/a.ts',
    "import { submit } from '../../shotcaller/src/openrouter/submit.ts';",
    'shotcaller/openrouter',
  ],
  ['layers', inLayers, 'shotcaller/gateway/a.ts', "import { s } from '@shotcaller/core/dist/rank.js';", 'public index'],
  [
    'layers',
    inLayers,
    'shotcaller/cli/a.ts',
    "import { s } from '../../../core/src/rank/score.ts';",
    'core/rank/score.ts',
  ],
  ['layers', inLayers, 'shotcaller/jobs/a.ts', "import { main } from '../cli/main.ts';", 'shotcaller/cli/main.ts'],
  [
    'layers',
    inLayers,
    'studio/a.ts',
    "import { openLedger } from '../../shotcaller/src/jobs/job.ts';",
    'shotcaller/jobs',
  ],
  ['layers', inLayers, 'shotcaller/gateway/a.ts', "import { main } from '../cli/main.ts';", 'shotcaller/cli/main.ts'],
  ['layers', inLayers, 'shotcaller/shotcaller.ts', "import { g } from './gateway/gateway.ts';", 'shotcaller/gateway'],
  ['layers', inLayers, 'core/select.ts', "import { s } from './sentences/reason.ts';", 'core/sentences/reason.ts'],
  [
    'layers',
    inLayers,
    'shotcaller/jobs/engines/a.ts',
    "import { m } from '../steps/move.ts';",
    'shotcaller/jobs/steps',
  ],
  ['layers', inLayers, 'shotcaller/choice/a.ts', "import { j } from '../jobs/jobs.ts';", 'shotcaller/jobs/jobs.ts'],
  ['layers', inLayers, 'core/helpers/a.ts', '', 'no entry'],
  ['choosing', choosingOutside, 'shotcaller/cli/a.ts', "import { select } from '@shotcaller/core';", 'select'],
  ['purity', impurities, 'core/rank/a.ts', 'export const today = () => new Date();', 'new Date()'],
  ['purity', impurities, 'core/rank/a.ts', 'export const today = (d: Date) => d;', 'Date'],
  ['purity', impurities, 'core/rank/a.ts', 'export const chance = Math.random();', 'Math.random'],
  ['purity', impurities, 'core/rank/a.ts', 'export const key = process.env.KEY;', 'process.env'],
  ['purity', impurities, 'core/rank/a.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
  ['purity', impurities, 'core/rank/a.ts', "import { z } from 'zod';", 'zod'],
  ['wire names', wireNamesOutside, 'core/rank/a.ts', 'export const a = (m: any) => m.pricing_skus;', 'pricing_skus'],
  [
    'wire names',
    wireNamesOutside,
    'shotcaller/cli/a.ts',
    "export const a = (m: any) => m['generate_audio'];",
    'generate_audio',
  ],
  ['environment', environmentReads, 'shotcaller/jobs/a.ts', 'export const a = process.env.HOME;', 'process.env'],
  ['environment', environmentReads, 'shotcaller/jobs/a.ts', 'const { env } = process;', 'process'],
  ['environment', environmentReads, 'shotcaller/jobs/a.ts', "import { argv } from 'node:process';", 'node:process'],
  ['clock', clockReads, 'shotcaller/jobs/a.ts', 'export const a = Date.now();', 'Date.now'],
  ['clock', clockReads, 'shotcaller/jobs/a.ts', 'export const a = new Date().toISOString();', 'new Date()'],
];

describe('The checker', () => {
  test.each(broken)('of %s finds what is wrong', (_rule, check, path, text, named) => {
    const found = check([readSource(path, text)]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(named);
  });

  test('of rings finds one, and lets types pass', () => {
    const one = readSource('core/price/one.ts', "import { b } from './two.ts';");
    const two = readSource('core/price/two.ts', "import { a } from './one.ts';");
    const typesOfOne = readSource(
      'core/price/two.ts',
      "import type { A } from './one.ts'; import { type B } from './one.ts';",
    );
    expect(cycles([one, two])).toEqual([
      'core/price/one.ts → core/price/two.ts → core/price/one.ts: a ring of imports',
    ]);
    expect(cycles([one, typesOfOne])).toEqual([]);
  });

  test('lets pass what is only a word of a text, a property or a name of our own', () => {
    const fine = readSource(
      'core/request/a.ts',
      "export const a = { Date: 1, process: 'process.env.KEY new Date()' }; export const b = a.process;",
    );
    expect([...impurities([fine]), ...inLayers([fine])]).toEqual([]);
    const wire = readSource(
      'core/match/a.ts',
      "export const note = 'clips carry sound although generate_audio is false';",
    );
    expect(wireNamesOutside([wire])).toEqual([]);
    const dated = readSource('shotcaller/jobs/a.ts', 'export const a = (at: number) => new Date(at).toISOString();');
    expect(clockReads([dated])).toEqual([]);
  });
});
