/** What each address answers while the database of the ledger is away. */
export const ledgerAway = {
  status: 503,
  code: 'ledger_away',
  message:
    'The database of the ledger does not answer. Jobs under way go on when it is back. Send the same request again in a moment: what has the same Idempotency-Key is one order, bought once.',
  headers: { 'Retry-After': '2' },
} as const;
