import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { describe, expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const coreIndex = path('packages/core/src/index.ts');

/** Everything that core exports, for a browser, with its dependencies and its data; fails on an import that a browser has not. */
async function bundle(input: string, sources: Readonly<Record<string, string>> = {}) {
  const build = await rolldown({
    input,
    platform: 'browser',
    plugins: [
      {
        name: 'given-sources',
        resolveId: (id) => (id in sources ? id : null),
        load: (id) => sources[id] ?? null,
      },
      {
        name: 'no-node',
        resolveId(id) {
          if (id.startsWith('node:')) throw new Error(`${id} is not in a browser`);
          return null;
        },
      },
    ],
    onLog(_level, log) {
      throw new Error(log.message);
    },
  });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  expect(output.map(({ type }) => type)).toEqual(['chunk']);
  return output[0];
}

describe('@shotcaller/core in a browser', () => {
  test('is at most 100 kB minified and gzipped, data included, and imports nothing', async () => {
    const { code, imports, dynamicImports } = await bundle(coreIndex);
    const bytes = gzipSync(code).length;
    console.log(
      `@shotcaller/core: ${(bytes / 1000).toFixed(1)} kB gzipped, ${(code.length / 1000).toFixed(0)} kB minified`,
    );
    expect(bytes).toBeLessThanOrEqual(100_000);
    expect(code).toContain('kwaivgi/kling-v3.0-std');
    expect([...imports, ...dynamicImports]).toEqual([]);
  });

  test('selects without a global of Node or of the DOM', async () => {
    const { code } = await bundle(coreIndex);
    // A function body sees these names as undefined, and a browser worker has no others that core could use.
    const hidden = [
      'process',
      'Buffer',
      'require',
      'module',
      'window',
      'document',
      'fetch',
      'Date',
      'setTimeout',
      'crypto',
    ];
    const exported = /export\s*\{([^}]*)\}/.exec(code)![1]!;
    const names = exported.split(',').map((entry) => entry.trim().split(/\s+as\s+/));
    const local = (name: string) => names.find((entry) => entry.at(-1) === name)![0];
    const body = code.replace(/export\s*\{[^}]*\};?/, '');
    const run = new Function(
      ...hidden,
      `${body}; return ${local('select')}(${local('bundledCatalog')}, { durationSeconds: 5, resolution: '720p' });`,
    );
    expect(run()).toMatchObject({ pick: expect.stringContaining('/'), catalog: { source: 'bundled', models: 30 } });
  });

  test('the bundling fails on a Node import', async () => {
    await expect(
      bundle('entry', { entry: "import { readFileSync } from 'node:fs'; readFileSync('x');" }),
    ).rejects.toThrow(/node:fs is not in a browser/);
    await expect(bundle('entry', { entry: "import fs from 'fs'; fs.readFileSync('x');" })).rejects.toThrow(/fs/);
  });
});

describe('@shotcaller/core installed', () => {
  interface Locked {
    readonly packages: Readonly<Record<string, { readonly dependencies?: Readonly<Record<string, string>> }>>;
  }

  test('brings at most three packages, itself and their own dependencies counted', () => {
    const { packages } = JSON.parse(readFileSync(path('package-lock.json'), 'utf8')) as Locked;
    const installed = new Set(['@shotcaller/core']);
    const add = (entry: string) => {
      for (const name of Object.keys(packages[entry]?.dependencies ?? {})) {
        if (installed.has(name)) continue;
        installed.add(name);
        add(`node_modules/${name}`);
      }
    };
    add('packages/core');
    expect([...installed]).toEqual(['@shotcaller/core', 'big.js']);
    const manifest = JSON.parse(readFileSync(path('packages/core/package.json'), 'utf8')) as Record<string, object>;
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(['big.js']);
    expect(manifest.peerDependencies ?? manifest.optionalDependencies).toBeUndefined();
  });

  test('packs its built files and no source', () => {
    const { files, exports, sideEffects } = JSON.parse(readFileSync(path('packages/core/package.json'), 'utf8'));
    expect(files).toEqual(['dist', 'README.md', 'LICENSE']);
    expect(Object.keys(exports)).toEqual(['.', './package.json']);
    expect(sideEffects).toBe(false);
  });
});
