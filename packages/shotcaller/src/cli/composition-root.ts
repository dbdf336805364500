import { writeSync } from 'node:fs';
import { createWaysOut, type WaysOut } from '../outbound/ways-out.ts';
import { readProxy } from '../settings/proxy.ts';
import { type Environment, fixedMoment } from '../settings/settings.ts';
import { version } from '../settings/version.ts';
import type { Command } from './command.ts';
import { localTimeIn } from './local-time.ts';
import { processTerminal } from './process-terminal.ts';
import { runCommandLine } from './run-command-line.ts';
import { takeEnvironment } from './take-environment.ts';

/** The composition root: the only place that touches argv, the environment, the clock and the streams. Runs one of `commands`. */
export async function startCommandLine(commands: readonly Command[]): Promise<void> {
  const interrupted = new AbortController();
  const env = takeEnvironment(process.env);
  let hungUp = false;

  // The first Ctrl-C asks politely, the second quits. A terminal that closes may hang up more than once, and asks each time.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      hungUp ||= name === 'SIGHUP';
      if (interrupted.signal.aborted && name !== 'SIGHUP') leaveAtOnce();
      interrupted.abort();
    });
  }

  process.exitCode = await runCommandLine(
    process.argv.slice(2),
    {
      terminal: processTerminal({ environment: env, signal: interrupted.signal }),
      workingFolder: process.cwd(),
      environment: env,
      // A fixed moment makes the output of examples and docs the same every day.
      // Asked for when a time is told: setting up a locale takes longer than a whole `pick`.
      localTime: (at) => localTimeIn(Intl.DateTimeFormat().resolvedOptions().timeZone)(at),
      clock: { now: () => fixedMoment(env) ?? new Date().toISOString() },
      ...waysOut(env),
      signal: interrupted.signal,
    },
    { version, commands },
  );
  if (hungUp) endByHangUp();
}

/** By the signal itself: where the terminal has gone, Node's own end aborts with a memory dump, for it cannot set the terminal back. */
function endByHangUp(): void {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}

/** A second Ctrl-C: whatever is under way is left as it is, and the ledger knows it. */
function leaveAtOnce(): never {
  try {
    writeSync(2, 'Left at once. If a request was under way, its outcome may be unknown: shotcaller resume looks.\n');
  } catch {
    // Nobody reads it: the terminal has gone.
  }
  process.exit(130);
}

/** A proxy that cannot be read stops what needs the network, with its sentence; `pick` and `--help` need none. */
function waysOut(env: Environment): WaysOut {
  try {
    return createWaysOut(readProxy(env));
  } catch (error) {
    const fail = () => Promise.reject(error);
    return { fetch: fail, jobFetch: fail, fileFetch: fail, guardedFetch: fail };
  }
}
