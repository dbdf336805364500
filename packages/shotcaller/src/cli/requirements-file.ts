import { readFileSync } from 'node:fs';
import type { RequirementsInput } from '@shotcaller/core';
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
    json = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The requirements in ${path === '-' ? 'standard input' : path} are not JSON: ${detail}.`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new UsageError(`The requirements in ${path} must be one JSON object, for example {"durationSeconds": 5}.`);
  }
  return json as RequirementsInput;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(
      `The requirements file ${path} cannot be read (${code}). Check the path, or use - for standard input.`,
    );
  }
}
