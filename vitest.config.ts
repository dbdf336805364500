import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@shotcaller\/core$/, replacement: source('./packages/core/src/index.ts') },
      { find: /^shotcaller$/, replacement: source('./packages/shotcaller/src/index.ts') },
      { find: /^(?:@shotcaller|shotcaller)\/simulator$/, replacement: source('./packages/simulator/src/index.ts') },
    ],
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    reporters: ['default', './scripts/closing-line-reporter.ts'],
  },
});
