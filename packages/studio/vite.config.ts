import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  // Relative, so that the page works under any path.
  base: './',
  resolve: { alias: { '@shotcaller/core': here('../core/src/index.ts') } },
  build: {
    outDir: here('../shotcaller/dist/studio'),
    emptyOutDir: true,
    target: 'es2023',
    // The page runs under `default-src 'self'`: nothing may become a data: URL or an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
