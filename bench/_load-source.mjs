import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const from = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Lets `work` load modules of the tests from their TypeScript, over the sources of the packages; a path is from here. */
export async function withSources(work) {
  const vite = await createServer({
    configFile: false,
    appType: 'custom',
    server: { middlewareMode: true, ws: false, watch: null },
    resolve: {
      alias: {
        '@shotcaller/core': from('../packages/core/src/index.ts'),
        '@shotcaller/simulator': from('../packages/simulator/src/index.ts'),
      },
    },
    // Node 20 knows no `await using`.
    oxc: { target: 'node20' },
    logLevel: 'error',
  });
  try {
    return await work((path) => vite.ssrLoadModule(from(path)));
  } finally {
    await vite.close();
  }
}
