import { defineConfig, type UserConfig } from 'tsdown';
import { asciiChunks } from '../../scripts/ascii-chunks.mjs';

const shared: UserConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  fixedExtension: false,
  // How long each plugin took is no news for somebody who installs; modules that one place loads late and another at once stand in one file on purpose.
  inputOptions: { checks: { pluginTimings: false, ineffectiveDynamicImport: false } },
  plugins: [asciiChunks()],
};

/** What the types say is not said again. */
const comments = { jsdoc: false };

/** What every start needs: these modules stand in one file. */
const START =
  /packages\/core\/(?!src\/requirements\/sentence)|big\.js|cli\/(main|main-pick|composition-root|process-terminal|process-streams|run-command-line|commands|command|pick-command|flags|job-flags|help|parse-arguments|usage-error|exit-codes|take-environment|nearest-hint|command-brief|preferences|requirement-fields|requirements-file|reference-input|chosen-service|open-choice|read-catalog|under-flag|unlisted-names)\.ts|cli\/commands\/pick\.ts|settings\/(settings|version|proxy|default-home|secret|settings-error|read-config|config)\.ts|choice\/(choice|own-evidence-cache)\.ts|catalog\/load\.ts|inputs\/picture-input\.ts|outbound\/(nodes-fetch|plain-fetch|ways-out)\.ts/;

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      'ai-sdk': 'src/ai-sdk/index.ts',
      simulator: 'src/simulator.ts',
      testing: 'src/testing.ts',
    },
    outputOptions: { comments },
    dts: true,
    clean: true,
  },
  {
    // The command line carries the core inside and minified: it starts in half the time.
    ...shared,
    entry: { main: 'src/cli/main.ts' },
    outDir: 'dist/cli',
    deps: { alwaysBundle: ['@shotcaller/core', 'big.js', 'string-width'] },
    outputOptions: {
      codeSplitting: {
        groups: [
          {
            name: 'start',
            test: START,
          },
        ],
      },
    },
    minify: true,
    dts: false,
    clean: false,
  },
  {
    // `pick` alone, in one file that is compiled ahead (precompile.mjs): what a Node that loads modules spends is half of its start.
    ...shared,
    format: 'cjs',
    entry: { pick: 'src/cli/main-pick.ts' },
    outDir: 'dist/cli',
    outExtensions: () => ({ js: '.cjs' }),
    deps: { alwaysBundle: ['@shotcaller/core', 'big.js', 'string-width'] },
    outputOptions: { chunkFileNames: '[name].cjs', codeSplitting: { groups: [{ name: 'start', test: START }] } },
    minify: true,
    dts: false,
    clean: false,
  },
  {
    // `mcp` alone, compiled ahead in the same way: a host starts it with every session. What answers its first questions is in one small file; the
    // server, the protocol in it, is in others.
    ...shared,
    format: 'cjs',
    entry: { mcp: 'src/cli/main-mcp.ts' },
    outDir: 'dist/cli/agents',
    outExtensions: () => ({ js: '.cjs' }),
    deps: {
      alwaysBundle: [
        '@shotcaller/core',
        'big.js',
        'string-width',
        /^zod/,
        /^@modelcontextprotocol\//,
        /^image-size/,
        /^ipaddr/,
        // Some sixty small files, and one registry for the process whichever copy asks.
        '@opentelemetry/api',
      ],
    },
    outputOptions: { chunkFileNames: '[name].cjs' },
    minify: true,
    dts: false,
    clean: false,
  },
]);
