import { errorCode } from '../../outbound/causes-of.ts';
import { isDatabaseAway } from './database-away.ts';
import { LedgerAddressUnreadable, LedgerAway, LedgerUnreachable } from './ledger-error.ts';

/**
 * Host, port and database of an address, for people: without the user and the password. Throws `LedgerAddressUnreadable`, also where an
 * address is mistyped so that a password may stand where host and database do.
 */
export function placeOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^postgres(ql)?:\/\//i.test(address) || mayShowPassword(url)) throw new LedgerAddressUnreadable();
  const host = url.host || url.searchParams.get('host') || 'localhost';
  try {
    return `${host}${decodeURIComponent(url.pathname)}`;
  } catch {
    throw new LedgerAddressUnreadable();
  }
}

/**
 * A password in which a sign is not escaped, or without an @ after it, ends up behind the host: in the path, behind ? or behind #. No
 * name of a database or of a parameter has these signs, unless they are escaped.
 */
function mayShowPassword({ pathname, hash, searchParams }: URL): boolean {
  if (/[@:]/.test(pathname) || hash !== '') return true;
  return [...searchParams].some(
    ([name, value]) => !/^\w+$/.test(name) || (value.includes('@') && !mayHoldAt.has(name)),
  );
}

const mayHoldAt: ReadonlySet<string> = new Set(['user', 'password', 'options', 'application_name', 'sslpassword']);

/** What PostgreSQL, or the way to it, said when the ledger was opened. */
export function unreachable(place: string, error: unknown): LedgerUnreachable {
  const cause = error instanceof LedgerAway ? error.cause : error;
  return new LedgerUnreachable(place, { what: wordsOf(cause), next: nextStepAfter(errorCode(cause)) }, { cause });
}

/** What the driver threw in the middle of work: as `LedgerAway` where the database cannot be used. */
export function withAway(place: string, error: unknown): unknown {
  return isDatabaseAway(error) ? away(place, error) : error;
}

/** What kept a connection from being made: whatever it is, the database could not be asked. */
export function away(place: string, error: unknown): LedgerAway {
  const next = knownStepAfter(errorCode(error)) ?? 'Try again in a moment.';
  return new LedgerAway(place, { what: wordsOf(error), next }, { cause: error });
}

/** Node tries every address of a name, and what it throws when none answers says nothing itself. */
function wordsOf(error: unknown): string {
  const { message, errors } = error as { readonly message?: string; readonly errors?: readonly Error[] };
  return (message || errors?.map((one) => one.message).join(', ') || errorCode(error) || String(error)).replace(
    /[.\s]+$/,
    '',
  );
}

function nextStepAfter(code: string | undefined): string {
  return knownStepAfter(code) ?? 'Check that PostgreSQL runs there and that its address (DATABASE_URL) is right.';
}

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
function knownStepAfter(code: string | undefined): string | undefined {
  switch (code) {
    case '28P01':
    case '28000':
      return 'Correct the user and the password in its address (DATABASE_URL).';
    case '3D000':
      return 'Make the database with createdb, or name one that is there.';
    case '3F000':
      return 'Make the schema with CREATE SCHEMA, or name one that is there: search_path of the user, of the database, or in its address (DATABASE_URL).';
    case '25006':
      return 'This is a replica that only reads: name the primary server in its address (DATABASE_URL). A server may also only read while its disk is nearly full.';
    case '42501':
      return 'Give the user the right to make tables in this database (GRANT CREATE ON SCHEMA public). Tables that are there already are changed by their owner alone: run shotcaller doctor once with an address (DATABASE_URL) of that user.';
    case '22P05':
      return 'Make the database with createdb --encoding=UTF8 --template=template0.';
    case '42703':
    case '42P07':
      return 'Another program has tables of the same names there: give the ledger a database or a schema of its own.';
    case '53100':
      return 'Its disk is full: make room there.';
    case '53300':
      return 'It takes no more connections: each Shotcaller process needs up to 11. Raise max_connections, or end processes.';
    case '57P03':
      return 'It is starting or ending: try again in a moment.';
    default:
      return undefined;
  }
}
