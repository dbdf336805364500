import { runCommandLine } from './command-line.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// Those who want the address only (`| head -1`) want the server all the same, and a full disk under its log ends nothing.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  talk: (text) => process.stderr.write(text),
  signal: stop.signal,
});
