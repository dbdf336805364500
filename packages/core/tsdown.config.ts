import { defineConfig } from 'tsdown';
import { asciiChunks } from '../../scripts/ascii-chunks.mjs';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  dts: true,
  clean: true,
  fixedExtension: false,
  plugins: [asciiChunks()],
  // What the types say is not said again.
  outputOptions: { comments: { jsdoc: false } },
  // How long each plugin took is no news for somebody who installs.
  inputOptions: { checks: { pluginTimings: false } },
});
