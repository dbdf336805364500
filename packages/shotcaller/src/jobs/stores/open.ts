import { join } from 'node:path';
import type { Checkpoint } from '../checkpoint.ts';
import type { JobStore } from '../store.ts';

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
}: StoreOptions): Promise<JobStore> {
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
    throw new LedgerUnreadable(path, { cause: error });
  }
}

/** The ledger's file cannot be opened or is damaged. Nothing was written and nothing bought. */
export class LedgerUnreadable extends Error {
  override readonly name = 'LedgerUnreadable';
  readonly code = 'ledger_unreadable';

  constructor(
    readonly path: string,
    options: { readonly cause: unknown },
  ) {
    const cause = options.cause instanceof Error ? options.cause.message : String(options.cause);
    super(
      `The ledger ${path} cannot be opened: ${cause}. Nothing was bought. Check the folder's rights and free space; a damaged file can be moved aside and kept, for it is the record of what was spent.`,
      options,
    );
  }
}
