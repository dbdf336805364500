import { defineConfig, type UserConfig } from 'tsdown';

const shared: UserConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  fixedExtension: false,
};

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      'simulator/index': 'src/simulator/index.ts',
      'simulator/clip-worker': 'src/simulator/clips/clip-worker.ts',
    },
    dts: true,
    clean: true,
  },
  {
    // The command line carries the core inside and minified: it starts in half the time.
    ...shared,
    entry: { main: 'src/cli/main.ts' },
    outDir: 'dist/cli',
    deps: { alwaysBundle: ['@shotcaller/core', 'big.js', 'picocolors', 'string-width'] },
    outputOptions: {
      codeSplitting: {
        groups: [
          {
            name: 'start',
            test: /packages\/core\/|big\.js|cli\/(main|run-command-line|commands|flags|job-flags|help|parse-arguments|usage-error|exit-codes|version|requirement-input|ranking-options|read-catalog)\.ts|cli\/commands\/pick\.ts|settings\/(settings|default-home|secret|settings-error)\.ts|catalog\/load\.ts/,
          },
        ],
      },
    },
    minify: true,
    dts: false,
    clean: false,
  },
]);
