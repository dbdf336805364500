import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { cutFirstFont } from './first-font.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(async () => ({
  root: here('.'),
  // Relative, so that the page works under any path.
  base: './',
  resolve: { alias: { '@shotcaller/core': here('../core/src/index.ts'), 'first-font.woff2': await cutFirstFont() } },
  plugins: [packed()],
  build: {
    outDir: here('../shotcaller/dist/studio'),
    emptyOutDir: true,
    target: 'es2023',
    // The page runs under `default-src 'self'`: nothing may become a data: URL or an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the first page needs is one file: it packs better than twenty, and a slow line asks once. As it is served it is a third of that.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
}));

/** Leaves a Brotli and a gzip file beside every text file of the build: the gateway hands them out as they are. */
function packed(): Plugin {
  return {
    name: 'shotcaller-packed',
    apply: 'build',
    async writeBundle({ dir }) {
      const files = await readdir(dir!, { recursive: true, withFileTypes: true });
      const texts = files.filter((file) => file.isFile() && /\.(?:js|css|html|svg|txt)$/.test(file.name));
      await Promise.all(texts.map((file) => pack(join(file.parentPath, file.name))));
    },
  };
}

const smallestBytes = 1000;

async function pack(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < smallestBytes) return;
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params: quality }));
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }));
}
