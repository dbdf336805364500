import { statSync } from 'node:fs';
import { dateOf } from '@shotcaller/core';
import { readRegularFileSync } from '../disk/regular-file.ts';
import type { OwnEvidence } from './own-evidence.ts';

export interface OwnEvidenceCacheOptions {
  /** The SQLite file that own attempts are in. */
  readonly ledgerPath: string;
  /** Origin of the API: attempts of another one say nothing here. */
  readonly service: string;
  /** The time that evidence ages to, ISO 8601. */
  readonly now: string;
  readonly billsTeachDays: number;
  /** Opens the ledger and reads. */
  readonly read: () => Promise<OwnEvidence>;
}

const noEvidence: OwnEvidence = { runs: [], outcomes: [], priceCorrections: [], votes: [] };

/**
 * Own evidence without opening the ledger, as long as the ledger is the file that was read last: a command that only chooses starts several
 * times faster without a database. What was read is kept in `<ledger>-evidence.json`; a cache that cannot be read or written is as good as
 * none.
 */
export async function cachedOwnEvidence(options: OwnEvidenceCacheOptions): Promise<OwnEvidence> {
  const { ledgerPath, read } = options;
  const file = fileStamp(ledgerPath);
  if (file === null) return noEvidence;
  // Taken before the ledger is read: what is written meanwhile makes the cache stale, never wrong.
  const stamp = stampOf(options, file);
  const cachePath = `${ledgerPath}-evidence.json`;
  const kept = readKept(cachePath, stamp);
  if (kept) return kept;
  const own = await read();
  // Loaded when something is to be written: most commands find what is kept.
  const { writeWholeFile } = await import('../disk/write-whole-file.ts');
  await writeWholeFile(cachePath, JSON.stringify({ stamp, own })).catch(() => undefined);
  return own;
}

/** All that own evidence follows from. The write-ahead log holds what is not in the file yet. */
function stampOf({ ledgerPath, service, now, billsTeachDays }: OwnEvidenceCacheOptions, file: string): string {
  return ['2', service, dateOf(now), billsTeachDays, file, fileStamp(`${ledgerPath}-wal`) ?? 'none'].join(' ');
}

function fileStamp(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  // An empty log says nothing, and goes when the ledger is closed.
  return found === undefined || found.size === 0n ? null : `${found.size}/${found.mtimeNs}`;
}

function readKept(path: string, stamp: string): OwnEvidence | undefined {
  try {
    const kept: unknown = JSON.parse(readRegularFileSync(path, { maxBytes: mostBytes }).toString('utf8'));
    return isKept(kept) && kept.stamp === stamp ? kept.own : undefined;
  } catch {
    return undefined;
  }
}

/** Far more than evidence has; what is larger is none of ours. */
const mostBytes = 100_000_000;

function isKept(kept: unknown): kept is { readonly stamp: string; readonly own: OwnEvidence } {
  const { stamp, own } = (kept ?? {}) as {
    readonly stamp?: unknown;
    readonly own?: Record<keyof OwnEvidence, unknown>;
  };
  return (
    typeof stamp === 'string' &&
    isListOf(own?.runs, ['seconds', 'durationSeconds']) &&
    isListOf(own?.outcomes, ['succeeded', 'failed']) &&
    isListOf(own?.priceCorrections, ['n', 'factor', 'low', 'high']) &&
    Array.isArray(own?.votes) &&
    own.votes.every((vote) => Array.isArray(vote?.models))
  );
}

/** Entries about models, with these numbers. */
function isListOf(list: unknown, numbers: readonly string[]): boolean {
  return (
    Array.isArray(list) &&
    list.every((entry) => typeof entry?.model === 'string' && numbers.every((name) => Number.isFinite(entry[name])))
  );
}
