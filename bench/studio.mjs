// How long the page takes from a slider's event to the new ranking in the document: 500 models against the 30 of the catalogue.
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { chromiumPath, noChromium } from '../tests/chromium.mjs';

const from = (path) => fileURLToPath(new URL(path, import.meta.url));

export default async function measure() {
  const name = 'slider to new ranking, 500 models / 30';
  if (!chromiumPath) return [{ name, skipped: noChromium }];
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
    logLevel: 'error',
  });
  try {
    const { moveSlider } = await vite.ssrLoadModule(from('../tests/studio/slider.ts'));
    const few = await moveSlider(30);
    const many = await moveSlider(500);
    const detail = `${few.medianMs.toFixed(1)} ms and ${many.medianMs.toFixed(1)} ms`;
    return [{ name, ratio: many.medianMs / few.medianMs, limit: 12, detail }];
  } finally {
    await vite.close();
  }
}
