import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Something kept under a key; a later entry with the same kind and key replaces it. */
export interface Entry {
  readonly kind: 'job' | 'bill' | 'delivery' | 'meta';
  readonly key: string;
  readonly value: unknown;
}

export interface Journal {
  /** What an earlier process left, in order. */
  readonly entries: readonly Entry[];
  append(entry: Entry): void;
  clear(): void;
  close(): void;
}

/**
 * Keeps entries in `journal.jsonl`, one line each, written before the answer goes out. A line torn by a kill is dropped when
 * reading; the file is written anew (to a temporary name, then renamed) at every start, with the last value of each key.
 */
export function openJournal(directory: string): Journal {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'journal.jsonl');
  const entries = existsSync(path) ? latest(readFileSync(path, 'utf8')) : [];
  writeFileSync(`${path}.new`, entries.map(lineOf).join(''));
  renameSync(`${path}.new`, path);
  let file = openSync(path, 'a');
  return {
    entries,
    append: (entry) => void writeSync(file, lineOf(entry)),
    clear() {
      closeSync(file);
      file = openSync(path, 'w');
    },
    close: () => closeSync(file),
  };
}

/** For a simulator without a folder. */
export function memoryJournal(): Journal {
  return { entries: [], append() {}, clear() {}, close() {} };
}

function lineOf(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

function latest(text: string): readonly Entry[] {
  const byKey = new Map<string, Entry>();
  for (const line of text.split('\n')) {
    const entry = parseLine(line);
    if (entry) byKey.set(`${entry.kind} ${entry.key}`, entry);
  }
  return [...byKey.values()];
}

function parseLine(line: string): Entry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return entry !== null && typeof entry === 'object' && 'kind' in entry && 'key' in entry
      ? (entry as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}
