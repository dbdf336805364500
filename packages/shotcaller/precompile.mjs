// After the build: runs `pick` once and keeps what V8 compiled for it beside the file. A cache of another Node is ignored when it is read.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { compile } = require('./bin/load-precompiled.js');
const fs = require('node:fs');
const { script, run } = compile('pick');
const { argv } = process;
const { writeSync } = fs;

// No ledger and no settings of whoever builds this.
process.env.SHOTCALLER_HOME = fileURLToPath(new URL('./dist/cli/no-home', import.meta.url));
process.argv = [
  ...argv.slice(0, 2),
  'pick',
  '--json',
  '--catalog',
  'bundled',
  '--duration',
  '5',
  '--resolution',
  '720p',
];
fs.writeSync = (_descriptor, bytes) => bytes.length;
process.once('beforeExit', () => {
  fs.writeSync = writeSync;
  if (process.exitCode !== 0) throw new Error(`pick ended with ${process.exitCode} while it was being compiled ahead`);
  writeFileSync(new URL('./dist/cli/pick.cache', import.meta.url), script.createCachedData());
});
run();
