// After the build: records what the agents' server answers to every client that comes, then runs `pick` and `mcp` once and keeps what V8
// compiled for each beside its files. The name says for which Node; no other reads it.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { cachePath, loadForCompiling } = require('./bin/load-precompiled.js');
const { version } = require('./package.json');

const self = fileURLToPath(import.meta.url);

/** No ledger and no settings of whoever builds this. */
const env = { ...process.env, OPENROUTER_API_KEY: '', OPENROUTER_BASE_URL: '', SHOTCALLER_HOME: inDist('no-home') };

const clientInfo = { name: 'build', version };
const modernVersion = '2026-07-28';
const envelope = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': modernVersion,
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};
const lists = ['tools/list', 'prompts/list', 'resources/templates/list'];

const initialize = (protocolVersion) => ['initialize', { protocolVersion, capabilities: {}, clientInfo }];

/**
 * What each is given, so that it runs through most of what a start needs. `mcp` ends when everything is answered. Of a later run only the files
 * that no earlier one has loaded are kept.
 */
const programs = [
  { name: 'pick', words: 'pick --json --catalog bundled --duration 5 --resolution 720p'.split(' '), requests: [] },
  { name: 'pick', words: ['pick', '--catalog', 'bundled', 'a fox in snow, 5 seconds, 720p'], requests: [] },
  {
    name: 'agents/mcp',
    words: ['mcp', '--catalog', 'bundled'],
    requests: [
      initialize('2025-11-25'),
      ['tools/list', {}],
      ['tools/call', { name: 'select_model', arguments: { requirements: { durationSeconds: 5, resolution: '720p' } } }],
    ],
  },
];

const [, , run] = process.argv;
if (run === undefined) {
  for (const file of readdirSync(inDist('.'), { recursive: true })) if (file.endsWith('.cache')) rmSync(inDist(file));
  await recordFirstAnswers();
  for (const [index, { requests }] of programs.entries()) await answersOf([self, String(index)], requests);
  // What these runs remembered is nobody's, and would be in the package.
  rmSync(inDist('no-home'), { recursive: true, force: true });
} else {
  const { name, words } = programs[run];
  process.argv = [...process.argv.slice(0, 2), ...words];
  const scripts = new Map();
  process.once('beforeExit', () => {
    if (process.exitCode !== 0) return;
    for (const [filename, script] of scripts)
      if (!existsSync(cachePath(filename))) writeFileSync(cachePath(filename), script.createCachedData());
  });
  loadForCompiling(name, scripts);
}

/** Without recorded answers the server answers everything itself. */
async function recordFirstAnswers() {
  const path = inDist('agents/first-answers.json');
  rmSync(path, { force: true });
  const ask = (requests) => answersOf([fileURLToPath(new URL('bin/shotcaller.js', import.meta.url)), 'mcp'], requests);
  const legacyVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
  const legacy = await Promise.all(
    legacyVersions.map((revision) => ask([initialize(revision), ...['ping', ...lists].map((method) => [method, {}])])),
  );
  const alike = legacyVersions.filter((revision, index) => {
    const [, ...others] = legacy[index];
    return (
      legacy[index][0].protocolVersion === revision && JSON.stringify(others) === JSON.stringify(legacy[0].slice(1))
    );
  });
  const modernMethods = ['server/discover', ...lists];
  const modern = await ask(modernMethods.map((method) => [method, envelope]));
  const byMethod = (methods, results) => Object.fromEntries(methods.map((method, index) => [method, results[index]]));
  const recorded = {
    version,
    legacyVersions: alike,
    legacy: byMethod(['initialize', 'ping', ...lists], legacy[0]),
    modernVersion,
    modern: byMethod(modernMethods, modern),
  };
  writeFileSync(path, JSON.stringify(recorded));
}

/** The results of a program that is asked one thing after the other; it must end well. */
async function answersOf(args, requests) {
  const child = spawn(process.execPath, args, { env, stdio: 'pipe' });
  let talk = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    talk += text;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const results = [];
  for (const [index, [method, params]] of requests.entries()) {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: index, method, params })}\n`);
    if (method === 'initialize') child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    const { value } = await lines.next();
    const { id, result } = JSON.parse(value);
    if (id !== index || result === undefined || result.isError) throw new Error(`${method} was answered with ${value}`);
    results.push(result);
  }
  child.stdin.end();
  child.stdout.resume();
  const code = await ended;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code} at build time:\n${talk}`);
  return results;
}

function inDist(path) {
  return fileURLToPath(new URL(`./dist/cli/${path}`, import.meta.url));
}
