/**
 * By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html): connection exceptions, a server that takes no more
 * connections, that shuts down or starts, and a connection that it has ended.
 */
const awayStates = /^(?:08\w{3}|53300|57P0[1-5]|25P03)$/;

/** The system's words for a way that is cut. */
const awayCodes = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** What the driver says, without a code, of a connection that broke or was not made in time. */
const awayWords =
  /^(?:Connection terminated|Client has encountered a connection error|timeout expired|Client was closed and is not queryable)/;

/** Whether what the driver threw says that the database could not be asked: it restarts, or the way to it is cut. Asked again later, it answers. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  return (typeof code === 'string' && (awayStates.test(code) || awayCodes.test(code))) || awayWords.test(error.message);
}
