import { join } from 'node:path';
import { closeHome } from '../../disk/private-folder.ts';
import type { Ledger } from '../ledger.ts';
import type { Checkpoint } from '../steps/checkpoint.ts';
import { LedgerBroken, LedgerDriverMissing, LedgerMoved, LedgerTooNew, LedgerUnreadable } from './ledger-error.ts';
import { movedTo } from './moved-file.ts';
import type { OpenDatabase } from './sql-ledger.ts';

/** Which ledger is opened. `openLedger` says what it throws. */
export interface LedgerOptions {
  /** Folder of the SQLite file, and of the files of an older version that are taken over. Closed to other users of this machine. */
  readonly home: string;
  /** Name of the file. Default `ledger.sqlite`. */
  readonly file?: string | undefined;
  /** `postgres://…` takes the place of the file. Default: the file. */
  readonly databaseUrl?: string | undefined;
  /** ISO 8601. */
  readonly now: string;
  /** Called between steps, for tests that stop the process there. Default: nothing is done. */
  readonly checkpoint?: Checkpoint | undefined;
  /** Called at every write that waits for the disk, for who counts them. Default: nobody does. */
  readonly onSync?: (() => void) | undefined;
}

/**
 * Opens the ledger, and takes over what an older version kept beside it. The database drivers are loaded only here, so that commands
 * without a ledger start fast. Throws `LedgerUnreadable` for a file that cannot be opened, `LedgerMoved` for one that was moved to PostgreSQL,
 * `LedgerAddressUnreadable` and `LedgerUnreachable` for a PostgreSQL that cannot be opened, and `LedgerTooNew`.
 */
export async function openLedger({
  home,
  file = 'ledger.sqlite',
  databaseUrl,
  ...options
}: LedgerOptions): Promise<Ledger> {
  // Before it is opened, so that SQLite gives its log the rights of a closed file.
  closeHome(home);
  const { ledger, transact } = await openDatabase(home, file, databaseUrl, options);
  try {
    const { takeOver } = await import('./take-over.ts');
    await takeOver(transact, { home, isSimulated: file === 'simulated.sqlite', now: options.now });
    return ledger;
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/**
 * A ledger in memory: for tests, and for programs that buy nothing that they would have to find again. It is gone when it is closed or
 * the process ends, and what was bought is then known to the service only. Hand it in as `ledger` and close it yourself.
 */
export async function openMemoryLedger({ now = noTime }: { readonly now?: string | undefined } = {}): Promise<Ledger> {
  const { openSqliteInMemory } = await import('./memory.ts');
  return openSqliteInMemory(now);
}

/** When the tables of a ledger were made says nothing where nobody finds them again. */
const noTime = '1970-01-01T00:00:00.000Z';

async function openDatabase(
  home: string,
  file: string,
  databaseUrl: string | undefined,
  options: Omit<LedgerOptions, 'home' | 'file' | 'databaseUrl'>,
): Promise<OpenDatabase> {
  if (databaseUrl !== undefined && databaseUrl !== '') {
    const { openPostgresLedger } = await import('./postgres.ts').catch(driverMissing);
    return openPostgresLedger({ url: databaseUrl, ...options });
  }
  const path = join(home, file);
  const keptAs = movedTo(path);
  if (keptAs !== undefined) throw new LedgerMoved(path, keptAs);
  try {
    const { openSqliteLedger } = await import('./sqlite.ts');
    return await openSqliteLedger({ path, ...options });
  } catch (error) {
    if (error instanceof LedgerTooNew) throw error;
    // What the file said when it was first read is told once.
    throw new LedgerUnreadable(path, { cause: error instanceof LedgerBroken ? error.cause : error });
  }
}

/** The driver is a package of its own, which only those install who keep the ledger in PostgreSQL. */
function driverMissing(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  throw isMissing && /'pg'/.test(message) ? new LedgerDriverMissing({ cause: error }) : error;
}
