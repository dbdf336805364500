import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { longParts } from './tests/long-tests.ts';
import { patienceMs } from './tests/patience.ts';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const longFiles = longParts.flatMap(({ files }) => files);
/** For the projects in which there are properties. */
const setupFiles = [source('./tests/property-seed.ts')];
const filesWithOthers = longParts.flatMap(({ files, isOfOthers }) => (isOfOthers ? files : []));

// Limits are there to end what hangs: a busy machine must not reach them.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@shotcaller\/core$/, replacement: source('./packages/core/src/index.ts') },
      { find: /^shotcaller$/, replacement: source('./packages/shotcaller/src/index.ts') },
      { find: /^shotcaller\/ai-sdk$/, replacement: source('./packages/shotcaller/src/ai-sdk/index.ts') },
      { find: /^(?:@shotcaller|shotcaller)\/simulator$/, replacement: source('./packages/simulator/src/index.ts') },
    ],
  },
  test: {
    reporters: ['default', './scripts/closing-line-reporter.ts'],
    // Vitest would leave one core to itself. A quarter of the time of most tests is waiting for disks, sockets and other processes.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 3 * patienceMs,
    hookTimeout: 3 * patienceMs,
    teardownTimeout: patienceMs,
    expect: { poll: { timeout: patienceMs } },
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...longFiles],
        },
      },
      {
        extends: true,
        // What they load is loaded once for all: that was a third of their time. None of them changes what another one meets.
        test: {
          name: 'quick packages',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...longFiles],
          isolate: false,
          setupFiles,
        },
      },
      {
        extends: true,
        // A whole crash matrix is one test.
        test: {
          name: 'long',
          include: longFiles,
          exclude: [...configDefaults.exclude, ...filesWithOthers],
          setupFiles,
          testTimeout: 30 * patienceMs,
        },
      },
      {
        extends: true,
        test: {
          name: 'long with others',
          include: filesWithOthers,
          testTimeout: 30 * patienceMs,
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
});
