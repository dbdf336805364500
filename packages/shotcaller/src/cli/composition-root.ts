import type { Command } from './command.ts';
import { runCommandLine } from './run-command-line.ts';
import { version } from './version.ts';

/** The composition root: the only place that touches argv, the environment, the clock and the streams. Runs one of `commands`. */
export async function startCommandLine(commands: readonly Command[]): Promise<void> {
  const interrupted = new AbortController();
  const { stdin, stdout, stderr, env } = process;

  // The first Ctrl-C asks politely, the second quits.
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (interrupted.signal.aborted) process.exit(130);
      interrupted.abort();
    });
  }

  // A reader that goes away (`| head`) is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });

  process.exitCode = await runCommandLine(
    process.argv.slice(2),
    {
      terminal: {
        out: (text) => stdout.write(text),
        talk: (text) => stderr.write(text),
        columns: stdout.columns ?? 100,
        colour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
        interactive: stdin.isTTY === true && stderr.isTTY === true,
        readInput: async () => {
          const chunks: Buffer[] = [];
          for await (const chunk of stdin) chunks.push(chunk as Buffer);
          return Buffer.concat(chunks).toString('utf8');
        },
        ask: async (question) => {
          const { createInterface } = await import('node:readline/promises');
          const lines = createInterface({ input: stdin, output: stderr });
          try {
            return /^y(es)?$/i.test((await lines.question(question, { signal: interrupted.signal })).trim());
          } catch {
            return false;
          } finally {
            lines.close();
          }
        },
      },
      workingFolder: process.cwd(),
      environment: env,
      // A fixed moment makes the output of examples and docs the same every day.
      clock: { now: () => env.SHOTCALLER_NOW ?? new Date().toISOString() },
      fetch: globalThis.fetch,
      signal: interrupted.signal,
    },
    { version, commands },
  );
}
