import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Makes one JavaScript file of a TypeScript entry, so that a child process can run it on a Node that does not read TypeScript.
 * Packages stay outside and are found in the workspace's node_modules.
 *
 * @param {string} entry path relative to the workspace
 * @returns {Promise<string>} path of the JavaScript file
 */
export async function bundle(entry) {
  const cache = join(root, 'node_modules/.cache/shotcaller');
  await mkdir(cache, { recursive: true });
  // A folder for each caller: another test file may be bundling the same entry, or running it.
  const folder = await mkdtemp(join(cache, `${entry.replace(/\W+/g, '-')}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const build = await rolldown({
    input: join(root, entry),
    platform: 'node',
    logLevel: 'silent',
    external: (id) => /^[^./]/.test(id) && !id.startsWith('@shotcaller/') && id !== 'shotcaller',
    resolve: {
      alias: {
        '@shotcaller/core': join(root, 'packages/core/src/index.ts'),
        '@shotcaller/simulator': join(root, 'packages/simulator/src/index.ts'),
        'shotcaller/simulator': join(root, 'packages/simulator/src/index.ts'),
        shotcaller: join(root, 'packages/shotcaller/src/index.ts'),
      },
    },
  });
  await build.write({ dir: folder, format: 'esm', entryFileNames: 'entry.mjs', chunkFileNames: '[name]-[hash].mjs' });
  await build.close();
  return join(folder, 'entry.mjs');
}
