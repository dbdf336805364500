import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { longParts } from './tests/long-tests.ts';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const minutes = 60_000;
const longFiles = longParts.flatMap(({ files }) => files);

// Limits are there to end what hangs: a busy machine must not reach them.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@shotcaller\/core$/, replacement: source('./packages/core/src/index.ts') },
      { find: /^shotcaller$/, replacement: source('./packages/shotcaller/src/index.ts') },
      { find: /^(?:@shotcaller|shotcaller)\/simulator$/, replacement: source('./packages/simulator/src/index.ts') },
    ],
  },
  test: {
    reporters: ['default', './scripts/closing-line-reporter.ts'],
    // Vitest would leave one core to itself, which is half of a machine with two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    teardownTimeout: 2 * minutes,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['packages/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...longFiles],
          testTimeout: 2 * minutes,
          hookTimeout: 2 * minutes,
        },
      },
      {
        extends: true,
        test: { name: 'long', include: longFiles, testTimeout: 60 * minutes, hookTimeout: 10 * minutes },
      },
    ],
  },
});
