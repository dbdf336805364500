import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { GivenEvidence } from '@shotcaller/core';
import { FileTooLargeError, NotAFileError, readRegularFileSync } from '../disk/regular-file.ts';
import { parseJsonFile } from './parse-json-file.ts';
import { SettingsError } from './settings-error.ts';

const mostBytes = 20_000_000;

/**
 * Evidence of your own: the file named, else `evidence.json` in the home folder, else none.
 *
 * @param now ISO 8601: nothing may be dated after it
 * @throws SettingsError that names the file and every field that is wrong; a file that was named and is not there is an error too
 */
export async function readEvidence(home: string, now: string, named?: string): Promise<GivenEvidence> {
  const path = named ?? join(home, 'evidence.json');
  const text = readText(path, named !== undefined);
  if (text === undefined) return {};
  // Most users have no such file; only those who have one wait for the schema library.
  const { parseEvidence } = await import('./parse-evidence.ts');
  const json = parseJsonFile(text, path, { code: 'evidence_invalid', nextStep: 'Correct the file.' });
  return parseEvidence(json, path, now);
}

function readText(path: string, isNamed: boolean): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found && !isNamed) return undefined;
    if (!found) throw new Error('there is no such file');
    return readRegularFileSync(path, { maxBytes: mostBytes }).toString('utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTDIR' && !isNamed) return undefined;
    const other = cause instanceof NotAFileError ? `it is a ${cause.kind}, not a regular file` : (code ?? message);
    const what = cause instanceof FileTooLargeError ? `larger than ${mostBytes / 1_000_000} MB` : other;
    throw new SettingsError('evidence_unreadable', path, `cannot be read (${what}).`, { cause });
  }
}
