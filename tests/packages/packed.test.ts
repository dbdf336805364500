import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPacked, type Project } from './packed.ts';

/** npm's packages of Node's programs, for this machine. */
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const nodeVersions = ['20.19.0', '22.23.3', '24.21.0'];

let project: Project;
let packages: readonly string[];
let megabytes: number;

beforeAll(() => {
  project = installPacked();
  const modules = join(project.folder, 'node_modules');
  packages = readdirSync(modules)
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .filter((name) => existsSync(join(modules, name, 'package.json')));
  megabytes = bytesIn(modules) / 1e6;
  project.run('npm', [
    'install',
    '--no-save',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    ...nodeVersions.map((version) => `node-${version}@npm:${nodePackage}@${version}`),
  ]);
});

afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

function bytesIn(path: string): number {
  const { size } = statSync(path);
  if (!statSync(path).isDirectory()) return size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}

const question = "{ durationSeconds: 5, resolution: '720p' }, { profile: 'fastAndCheap' }";

describe('What an empty project gets', () => {
  test('is at most 40 packages, and none of those that only several machines need', () => {
    console.log(`shotcaller installed: ${packages.length} packages, ${megabytes.toFixed(0)} MB`);
    expect(packages).toContain('shotcaller');
    expect(packages.filter((name) => /^(pg|pg-.*|postgres-.*)$/.test(name))).toEqual([]);
    expect(packages.length).toBeLessThanOrEqual(40);
  });

  test.each(['shotcaller', '@shotcaller/core', '@shotcaller/simulator'])(
    'of %s has README, licence and no source',
    (name) => {
      const files = readdirSync(join(project.folder, 'node_modules', name));
      expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'dist', 'package.json']));
      expect(files).not.toContain('src');
      const { repository, homepage, keywords, license } = JSON.parse(
        readFileSync(join(project.folder, 'node_modules', name, 'package.json'), 'utf8'),
      );
      expect({ repository, homepage, keywords, license }).toMatchObject({
        repository: { type: 'git' },
        homepage: expect.stringContaining('https://'),
        keywords: expect.arrayContaining(['openrouter']),
        license: 'MIT',
      });
    },
  );
});

describe('Every door of the packed packages', () => {
  const doors = [
    '@shotcaller/core',
    '@shotcaller/simulator',
    'shotcaller',
    'shotcaller/ai-sdk',
    'shotcaller/simulator',
    'shotcaller/testing',
  ];

  test.each(nodeVersions.flatMap((version) => doors.map((door) => [version, door] as const)))(
    'in Node %s: %s is imported and required',
    (version, door) => {
      const node = join(project.folder, 'node_modules', `node-${version}`, 'bin', 'node');
      const imported = `import * as all from '${door}'; console.log(process.version, Object.keys(all).length > 0);`;
      expect(project.run(node, ['--input-type=module', '-e', imported])).toMatchObject({
        stdout: `v${version} true\n`,
      });
      const required = `console.log(process.version, Object.keys(require('${door}')).length > 0);`;
      expect(project.run(node, ['--input-type=commonjs', '-e', required])).toMatchObject({
        stdout: `v${version} true\n`,
      });
    },
  );

  test.each(nodeVersions)('the command line runs in Node %s', (version) => {
    const node = join(project.folder, 'node_modules', `node-${version}`, 'bin', 'node');
    const command = [join(project.folder, 'node_modules/shotcaller/bin/shotcaller.js')];
    const picked = project.run(node, [...command, 'pick', '--json', '--catalog', 'bundled', '--duration', '5']);
    expect(JSON.parse(picked.stdout).pick).toContain('/');
    const run = [
      ...command,
      'run',
      '--prompt',
      'a boat',
      '--duration',
      '5',
      '--yes',
      '--json',
      '--output',
      `${version}.mp4`,
    ];
    const { stdout } = project.run(node, run);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'done' });
  });

  test('core is bundled for a browser, and chooses in an edge runtime: no global of Node, of the DOM, no module', async () => {
    const build = await rolldown({
      input: 'entry',
      platform: 'browser',
      cwd: project.folder,
      plugins: [
        {
          name: 'entry',
          resolveId: (id) => (id === 'entry' ? join(project.folder, 'entry.js') : null),
          load: (id) =>
            id.endsWith('entry.js')
              ? `import { bundledCatalog, select } from '@shotcaller/core'; globalThis.pick = select(bundledCatalog, ${question}).pick;`
              : null,
        },
      ],
    });
    const { output } = await build.generate({ format: 'iife', minify: true });
    await build.close();
    expect(output[0].imports).toEqual([]);
    // Only what the language has.
    const realm = createContext({});
    new Script(output[0].code).runInContext(realm, { timeout: 60_000 });
    expect(realm.pick).toContain('/');
  });

  test('a ledger in PostgreSQL without its driver says what to install, and buys nothing', () => {
    const { status, stderr } = project.run('npx', ['shotcaller', 'ledger'], {
      environment: { DATABASE_URL: 'postgres://127.0.0.1:1/none' },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('npm install pg');
  });
});
