import { isRecord, type RequirementsInput } from '@shotcaller/core';
import { FileTooLargeError, NotAFileError, readRegularFileSync } from '../disk/regular-file.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './usage-error.ts';

/** The requirements of `--requirements`, not yet parsed; `undefined` without the flag. */
export async function readRequirementsFile({
  flags,
  terminal,
}: Pick<CommandContext, 'flags' | 'terminal'>): Promise<RequirementsInput | undefined> {
  const path = flags.text('requirements');
  if (path === undefined) return undefined;
  const text = path === '-' ? await terminal.readInput() : readText(path);
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--requirements ${path}: ${path === '-' ? 'standard input' : 'the file'} is not JSON: ${detail}.`,
    );
  }
  if (!isRecord(json)) {
    throw new UsageError(
      `--requirements ${path}: the file must be one JSON object, for example {"durationSeconds": 5}.`,
    );
  }
  return json;
}

function readText(path: string): string {
  try {
    return readRegularFileSync(path, { maxBytes: mostBytes }).toString('utf8');
  } catch (error) {
    throw new UsageError(
      `--requirements ${path}: the file cannot be read (${whatIsWrong(error as NodeJS.ErrnoException)}). Check the path, or use - for standard input.`,
    );
  }
}

/** Requirements may hold whole pictures and clips as data. */
const mostBytes = 100_000_000;

function whatIsWrong(error: NodeJS.ErrnoException): string | undefined {
  if (error instanceof NotAFileError) return `it is a ${error.kind}`;
  if (error instanceof FileTooLargeError) return `it has more than ${mostBytes / 1_000_000} MB`;
  return error.code;
}
