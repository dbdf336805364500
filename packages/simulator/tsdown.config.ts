import { defineConfig } from 'tsdown';
import { asciiChunks } from '../../scripts/ascii-chunks.mjs';

export default defineConfig({
  entry: { index: 'src/index.ts', bin: 'src/bin.ts', 'clip-worker': 'src/clips/clip-worker.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: true,
  clean: true,
  fixedExtension: false,
  plugins: [asciiChunks()],
  outputOptions: { comments: { jsdoc: false } },
  // How long each plugin took is no news for somebody who installs.
  inputOptions: { checks: { pluginTimings: false } },
});
