// After the build: runs `pick` once and keeps what V8 compiled for it beside the file. A cache of another Node is ignored when it is read.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { compile } = createRequire(import.meta.url)('./bin/load-precompiled.js');
const { script, run } = compile('pick');
const { argv, stdout } = process;
const write = stdout.write;

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
stdout.write = () => true;
process.once('beforeExit', () => {
  stdout.write = write;
  if (process.exitCode !== 0) throw new Error(`pick ended with ${process.exitCode} while it was being compiled ahead`);
  writeFileSync(new URL('./dist/cli/pick.cache', import.meta.url), script.createCachedData());
});
run();
