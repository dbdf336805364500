/** Trouble with the ledger's file. Nothing was bought that it does not know of. */
export abstract class LedgerError extends Error {
  abstract readonly code: string;

  constructor(
    readonly path: string,
    what: string,
    consequence: string,
    options: { readonly cause: unknown },
  ) {
    const { cause } = options;
    super(
      `The ledger ${path} ${what}: ${cause instanceof Error ? cause.message : String(cause)}. ${consequence} Check the permissions and free space of its folder. If the file is damaged, move it aside but keep it: it is the record of what was spent.`,
      options,
    );
  }
}

/** The file cannot be opened or is damaged. Nothing was written and nothing bought. */
export class LedgerUnreadable extends LedgerError {
  override readonly name = 'LedgerUnreadable';
  readonly code = 'ledger_unreadable';

  constructor(path: string, options: { readonly cause: unknown }) {
    super(path, 'cannot be opened', 'Nothing was bought.', options);
  }
}

/** An open file is damaged, full, or no longer to be read or written; what the database says of it does not name it. */
export class LedgerBroken extends LedgerError {
  override readonly name = 'LedgerBroken';
  readonly code = 'ledger_broken';

  constructor(path: string, options: { readonly cause: unknown }) {
    super(path, 'cannot be read or written', 'Nothing more is bought until it works again.', options);
  }
}

/**
 * The ledger was moved to PostgreSQL, and this process would go on in a file: an empty one, or the one that was left behind. Nothing was
 * bought. What that ledger knows (keys, budgets, open jobs) is in the database.
 */
export class LedgerMoved extends Error {
  override readonly name = 'LedgerMoved';
  readonly code = 'ledger_moved';

  /** @param keptAs what the file is called since it was moved */
  constructor(
    readonly path: string,
    readonly keptAs: string,
  ) {
    super(
      `The ledger ${path} was moved to PostgreSQL; ${keptAs} is what is left of it. Nothing was bought. Set DATABASE_URL to that database, here as in every process of it. To begin an empty ledger instead, which knows none of the jobs, keys and budgets, first put ${keptAs} in another folder.`,
    );
  }
}

/** The ledger is to be in PostgreSQL, and the package that speaks to it is not installed. Nothing was bought. */
export class LedgerDriverMissing extends Error {
  override readonly name = 'LedgerDriverMissing';
  readonly code = 'ledger_driver_missing';

  constructor(options: { readonly cause: unknown }) {
    super(
      'The ledger is in PostgreSQL (DATABASE_URL), and the package pg is not installed. Nothing was bought. Run npm install pg.',
      options,
    );
  }
}

/** A newer version has written the ledger. It is as it was, and nothing was bought. */
export class LedgerTooNew extends Error {
  override readonly name = 'LedgerTooNew';
  readonly code = 'ledger_too_new';

  constructor(tablesVersion: number, knownVersion: number) {
    super(
      `The ledger was written by a newer Shotcaller (tables version ${tablesVersion}, this one knows ${knownVersion}). Nothing was bought. Update Shotcaller.`,
    );
  }
}

/** PostgreSQL cannot be reached, or refuses to hold the ledger. Nothing was written and nothing bought. */
export class LedgerUnreachable extends Error {
  override readonly name = 'LedgerUnreachable';
  readonly code = 'ledger_unreachable';

  /** @param place host, port and database, without user and password */
  constructor(
    place: string,
    why: { readonly what: string; readonly next: string },
    options: { readonly cause: unknown },
  ) {
    super(
      `The ledger in PostgreSQL (${place}) cannot be opened: ${why.what}. Nothing was bought. ${why.next}`,
      options,
    );
  }
}

/** PostgreSQL cannot be used any more: it restarts, the way to it is cut, or it takes nothing. What was on its way is written or not; asked again later, it answers. */
export class LedgerAway extends Error {
  override readonly name = 'LedgerAway';
  readonly code = 'ledger_away';

  /** @param place host, port and database, without user and password */
  constructor(
    place: string,
    why: { readonly what: string; readonly next: string },
    options: { readonly cause: unknown },
  ) {
    super(
      `The ledger in PostgreSQL (${place}) cannot be used now: ${why.what}. Nothing is bought until it can; jobs in progress then continue. ${why.next}`,
      options,
    );
  }
}

/** What names the ledger's database is no address of a PostgreSQL. It is not repeated here, since it may hold a password. */
export class LedgerAddressUnreadable extends Error {
  override readonly name = 'LedgerAddressUnreadable';
  readonly code = 'ledger_address_unreadable';

  constructor() {
    super(
      'The address of the ledger (DATABASE_URL) is not one of a PostgreSQL. Nothing was bought. Write it as postgres://USER:PASSWORD@HOST:5432/DATABASE, and signs like @ : / % # in the password as %40 %3A %2F %25 %23.',
    );
  }
}
