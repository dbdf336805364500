import { join } from 'node:path';
import type { Checkpoint } from '../steps/checkpoint.ts';
import type { Ledger } from '../store.ts';
import { LedgerBroken, LedgerUnreadable } from './ledger-error.ts';

export interface StoreOptions {
  /** Folder of the SQLite file. */
  readonly home: string;
  /** Name of the file. Default `ledger.sqlite`. */
  readonly file?: string;
  /** `postgres://…` takes the place of the file. */
  readonly databaseUrl?: string;
  readonly now: string;
  readonly checkpoint?: Checkpoint;
}

/** Opens the ledger. The database drivers are loaded only here, so that commands without a ledger start fast. */
export async function openStore({
  home,
  file = 'ledger.sqlite',
  databaseUrl,
  now,
  checkpoint,
}: StoreOptions): Promise<Ledger> {
  const shared = { now, ...(checkpoint && { checkpoint }) };
  if (databaseUrl !== undefined && databaseUrl !== '') {
    const { openPostgresStore } = await import('./postgres.ts');
    return openPostgresStore({ url: databaseUrl, ...shared });
  }
  const path = join(home, file);
  try {
    const { openSqliteStore } = await import('./sqlite.ts');
    return await openSqliteStore({ path, ...shared });
  } catch (error) {
    // What the file said when it was first read is told once.
    throw new LedgerUnreadable(path, { cause: error instanceof LedgerBroken ? error.cause : error });
  }
}
