import { fstatSync, writeSync } from 'node:fs';

/** Talk that a reader has not taken waits in memory up to this; what comes then is dropped. */
const mostWaitingBytes = 1_000_000;

/**
 * Writes progress and logs to standard error. Whatever happens to that stream (its reader is gone or slow, it was never open, the disk
 * is full) costs the text and nothing else: a job is not given up, and a gateway does not end, because nobody listens.
 */
export function talkWriter(): (text: string) => void {
  let write: ((text: string) => void) | undefined;
  return (text) => {
    try {
      write ??= isFile(2) ? (line) => void writeSync(2, line) : streamWriter(process.stderr);
      write(text);
    } catch {
      // The next line may find room again.
    }
  };
}

function streamWriter(stream: NodeJS.WriteStream): (text: string) => void {
  let isGone = false;
  stream.on('error', () => {
    isGone = true;
  });
  return (text) => {
    if (!isGone && stream.writableLength < mostWaitingBytes) stream.write(text);
  };
}

export interface ResultWriter {
  readonly write: (text: string) => void;
  /** The system's word for why something was not written; `null`: nothing is missing that anybody waits for. */
  readonly failure: () => string | null;
}

/**
 * Writes results to standard output, in order. A reader that goes away (`| head`) has had enough, and the rest is dropped. Node's own
 * stream takes milliseconds to set up, a tenth of what a `pick` needs: a pipe or a file is written straight to its descriptor.
 */
export function resultWriter(isTerminal: boolean): ResultWriter {
  let failure: string | null = null;
  let isOver = false;
  let stream: NodeJS.WriteStream | undefined;
  const end = (error: NodeJS.ErrnoException) => {
    isOver = true;
    if (error.code !== 'EPIPE') failure ??= error.code ?? error.message;
  };
  const openStream = () => process.stdout.on('error', end);
  return {
    failure: () => failure,
    write(text) {
      if (isOver) return;
      if (isTerminal) stream ??= openStream();
      let rest = Buffer.from(text);
      try {
        while (rest.length > 0 && !stream) rest = rest.subarray(writeSync(1, rest));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return end(error as NodeJS.ErrnoException);
        // A descriptor that does not block and is full: Node's stream waits for it.
        stream = openStream();
      }
      stream?.write(rest);
    },
  };
}

/** A regular file, or a device that is no terminal. */
function isFile(descriptor: number): boolean {
  const found = fstatSync(descriptor);
  return found.isFile() || (found.isCharacterDevice() && !process.stderr.isTTY);
}
