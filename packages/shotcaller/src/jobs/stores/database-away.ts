import { errorCode } from '../../outbound/causes-of.ts';

/**
 * By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html): connection exceptions, a server that has no connections,
 * memory or disk left, that shuts down, starts or fails to read its files, a connection that it has ended, and a statement that
 * somebody there has cancelled.
 */
const awayStates = /^(?:08\w{3}|53\w{3}|57P0[1-5]|57014|58\w{3}|25P0[34])$/;

/** A server that only reads: it was made a replica, or its disk is nearly full. */
const readOnlyState = '25006';

/** The system's words for a way that is cut. */
const awayCodes = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** What the driver says, without a code, of a connection that broke or was not made in time. */
const awayWords =
  /^(?:Connection terminated|Client has encountered a connection error|timeout expired|Client was closed and is not queryable)/;

/**
 * Whether what the driver threw says that the database cannot be used now: it restarts, the way to it is cut, or it takes nothing. Nothing
 * of the statement counts; asked again later, it answers.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = errorCode(error) ?? '';
  return isReadOnly(error) || awayStates.test(code) || awayCodes.test(code) || awayWords.test(error.message);
}

/** A session keeps it that began while the database only read; a new one may write. */
export function isReadOnly(error: unknown): boolean {
  return errorCode(error) === readOnlyState;
}
