import type { LocalTime } from '@shotcaller/core';
import type { Clock } from '../clock.ts';
import type { GetFetch } from '../openrouter/client.types.ts';
import type { GuardedFetch } from '../outbound/guarded-fetch.ts';
import type { CallFetch } from '../outbound/plain-fetch.ts';
import type { Command } from './command.ts';
import type { FlagValues } from './parse-arguments.ts';

/** The terminal, handed in: results go to `out`, talk goes to `talk`. */
export interface Terminal {
  readonly out: (text: string) => void;
  /** Why a result could not be written, for example `ENOSPC`; `null`: all was written, or the reader had enough. Default: always `null`. */
  readonly resultFailure?: () => string | null;
  /** What cannot be written is dropped. */
  readonly talk: (text: string) => void;
  /** Columns of the output, 100 when it is no terminal. */
  readonly columns: number;
  /** Results go to a terminal, whose lines are wrapped between words. Default: they are written as they are. */
  readonly wraps?: boolean;
  /** Columns of the terminal that talk goes to; `undefined`: it goes to none. */
  readonly talkColumns?: number | undefined;
  /** Opens a place below the talk, of a line or a few, that is renewed. Absent: talk goes to no terminal. */
  readonly liveLine?: (() => Promise<LiveLine>) | undefined;
  readonly colour: boolean;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
  readonly readInput: () => Promise<string>;
  /** Asks a yes-or-no question; anything but yes is no. */
  readonly ask: (question: string) => Promise<boolean>;
}

/** A line, or a few, renewed in their place. */
export interface LiveLine {
  readonly show: (...lines: readonly string[]) => void;
  readonly clear: () => void;
}

/** The terminal as commands get it: what steers a terminal is escaped in every text, and talk is wrapped. */
export interface CommandTerminal extends Terminal {
  /** A result as JSON. */
  readonly outJson: (value: unknown) => void;
  /** Results for people, wrapped on a terminal. What programs read goes to `out`. */
  readonly show: (text: string) => void;
  /** Talk that is not wrapped: commands to be copied. */
  readonly talkWhole: (text: string) => void;
}

/** Everything that a command line gets from outside. Only main.ts makes one. */
export interface Surroundings {
  readonly terminal: Terminal;
  /** Environment variables, as they were at the start. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: { now(): string };
  /** What jobs go by instead of the time of this machine. Default: none. */
  readonly jobClock?: Clock;
  /** How times read at the reader's place. Default: they are said in UTC alone. */
  readonly localTime?: LocalTime;
  readonly fetch: typeof globalThis.fetch;
  /** For submits, polls and chats. Default `fetch`. */
  readonly jobFetch?: CallFetch;
  /** For large files. Default `fetch`. */
  readonly fileFetch?: GetFetch;
  /** For addresses that somebody else wrote. Default: one of its own, without a proxy. */
  readonly guardedFetch?: GuardedFetch;
  readonly signal: AbortSignal;
  /** Absolute path that files are relative to. */
  readonly workingFolder: string;
}

/** What one command gets. */
export interface CommandContext extends Surroundings {
  readonly flags: FlagValues;
  readonly positionals: readonly string[];
  /** All that there are. */
  readonly commands: readonly Command[];
  readonly terminal: CommandTerminal;
}

/** Does the work and answers with the exit code. */
export type RunCommand = (context: CommandContext) => Promise<number>;
