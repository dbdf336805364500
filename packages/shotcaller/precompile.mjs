// After the build: runs `pick` and `mcp` once and keeps what V8 compiled for each beside its file. The name says for which Node; no other reads it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { cachePath, compile } = require('./bin/load-precompiled.js');

/** What each is given, so that it runs through most of what a start needs. */
const programs = {
  pick: { words: 'pick --json --catalog bundled --duration 5 --resolution 720p'.split(' '), input: '' },
  'agents/mcp': {
    words: ['mcp'],
    input: `${JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'build', version: '1' } },
    })}\n`,
  },
};

const [, , name] = process.argv;
if (name === undefined) {
  for (const [one, { input }] of Object.entries(programs)) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), one], {
      input,
      stdio: ['pipe', 'ignore', 'inherit'],
      // No ledger and no settings of whoever builds this.
      env: { ...process.env, OPENROUTER_API_KEY: '', OPENROUTER_BASE_URL: '', SHOTCALLER_HOME: inDist('no-home') },
    });
    if (status !== 0) throw new Error(`${one} ended with ${status} while it was being compiled ahead`);
  }
} else {
  const { script, run } = compile(name);
  process.argv = [...process.argv.slice(0, 2), ...programs[name].words];
  process.once('beforeExit', () => {
    if (process.exitCode === 0) writeFileSync(cachePath(name), script.createCachedData());
  });
  run();
}

function inDist(path) {
  return fileURLToPath(new URL(`./dist/cli/${path}`, import.meta.url));
}
