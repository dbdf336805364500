import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  dts: true,
  clean: true,
  fixedExtension: false,
  // How long each plugin took is no news for somebody who installs.
  inputOptions: { checks: { pluginTimings: false } },
});
