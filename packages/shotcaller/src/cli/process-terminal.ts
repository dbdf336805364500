import { fstatSync } from 'node:fs';
import type { CommandContext, LiveLine, Terminal } from './context.ts';
import { resultWriter, talkWriter } from './process-streams.ts';

/** The streams of this process as a terminal. Standard input is not touched until somebody reads: Node takes milliseconds to set it up. */
export function processTerminal({
  environment: env,
  signal,
}: Pick<CommandContext, 'environment' | 'signal'>): Terminal {
  const isTerminal = mayBeTerminal(1) && process.stdout.isTTY === true;
  const results = resultWriter(isTerminal);
  return {
    out: results.write,
    resultFailure: results.failure,
    talk: talkWriter(),
    // A terminal that nobody has given a size says that it has no columns.
    columns: (isTerminal && process.stdout.columns) || 100,
    wraps: isTerminal,
    get talkColumns() {
      return (talksToTerminal() && process.stderr.columns) || undefined;
    },
    get liveLine() {
      return talksToTerminal() && env.TERM !== 'dumb' ? openLiveLine : undefined;
    },
    colour: isTerminal && !env.NO_COLOR && env.TERM !== 'dumb',
    get interactive() {
      return mayBeTerminal(0) && process.stdin.isTTY === true && process.stderr.isTTY === true;
    },
    readInput: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    },
    ask: async (question) => {
      if (await dropTypedAhead(process.stdin)) return false;
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return /^y(es)?$/i.test((await lines.question(question, { signal })).trim());
      } catch {
        return false;
      } finally {
        lines.close();
      }
    },
  };
}

/** Loaded where a job is watched, not by what answers at once. The cursor stays: hiding it takes hooks on the end of the process. */
async function openLiveLine(): Promise<LiveLine> {
  const { createLogUpdate } = await import('log-update');
  const line = createLogUpdate(process.stderr, { showCursor: true });
  return { show: (...lines) => line(lines.join('\n')), clear: line.clear };
}

function talksToTerminal(): boolean {
  return mayBeTerminal(2) && process.stderr.isTTY === true;
}

/**
 * Drops what was typed before a question is asked, a line that is not ended included: it was an answer to something else, and the
 * question may be about money. Whether Ctrl-C was among it. What comes through a pipe is never an answer, see `interactive`.
 */
async function dropTypedAhead(input: NodeJS.ReadStream): Promise<boolean> {
  if (!input.isTTY) return false;
  const typed: Buffer[] = [];
  const keep = (chunk: Buffer) => void typed.push(chunk);
  // Only in raw mode does the terminal hand over what has no line end yet.
  input.setRawMode(true).on('data', keep).resume();
  try {
    for (let seen = -1; seen !== typed.length; ) {
      seen = typed.length;
      // What the terminal holds already is read in one turn of the event loop; the second makes sure that reading has begun.
      for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    input.off('data', keep).pause().setRawMode(false);
  }
  return Buffer.concat(typed).includes(ctrlC);
}

const ctrlC = 3;

/** A terminal is a character device; so is /dev/null, and a closed descriptor is nothing. */
function mayBeTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}
