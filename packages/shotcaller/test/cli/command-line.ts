import { commands } from '../../src/cli/commands.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { Clock } from '../../src/clock.ts';
import type { GetFetch } from '../../src/openrouter/client.types.ts';
import type { GuardedFetch } from '../../src/outbound/guarded-fetch.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

/** Runs a command line in this process, at a fixed moment, with no network: every fetch is refused. */
export async function shotcaller(
  words: readonly string[],
  more: {
    columns?: number;
    /** Results and talk go to a terminal of these columns. */
    terminal?: boolean;
    input?: string;
    home?: string;
    workingFolder?: string;
    environment?: Record<string, string>;
    fetch?: typeof fetch;
    /** For files. Default `fetch`. */
    fileFetch?: GetFetch;
    /** For addresses that somebody else wrote. */
    guardedFetch?: GuardedFetch;
    /** ISO 8601; a clock where time has to pass. */
    now?: string | (() => string);
    /** What jobs go by, where they need not wait as long as real ones. Default: this machine's pauses. */
    jobClock?: Clock;
    /** Hears what is said on standard error, as it is said. */
    onTalk?: (text: string) => void;
    /** What somebody at the terminal answers. Default: nobody is there. */
    answer?: (question: string) => boolean;
    /** Ctrl-C. Default: nobody presses it. */
    signal?: AbortSignal;
  } = {},
): Promise<Outcome> {
  const printed = { out: '', talk: '' };
  const code = await runCommandLine(
    words,
    {
      terminal: {
        out: (text) => {
          printed.out += text;
        },
        talk: (text) => {
          printed.talk += text;
          more.onTalk?.(text);
        },
        columns: more.columns ?? 120,
        ...(more.terminal && { wraps: true, talkColumns: more.columns ?? 120 }),
        colour: false,
        interactive: more.answer !== undefined,
        readInput: async () => more.input ?? '',
        ask: async (question) => {
          printed.talk += `${question}\n`;
          return more.answer?.(question) ?? false;
        },
      },
      workingFolder: more.workingFolder ?? '/nonexistent',
      environment: { SHOTCALLER_HOME: more.home ?? '/nonexistent/shotcaller', ...more.environment },
      clock: {
        now:
          typeof more.now === 'function'
            ? more.now
            : () => (more.now as string | undefined) ?? '2026-10-09T12:00:00.000Z',
      },
      ...(more.jobClock && { jobClock: more.jobClock }),
      fetch: more.fetch ?? (() => Promise.reject(new TypeError('fetch failed: no network in this test'))),
      ...(more.fileFetch && { fileFetch: more.fileFetch }),
      ...(more.guardedFetch && { guardedFetch: more.guardedFetch }),
      signal: more.signal ?? new AbortController().signal,
    },
    { version: '0.0.0-test', commands },
  );
  return { code, ...printed };
}
