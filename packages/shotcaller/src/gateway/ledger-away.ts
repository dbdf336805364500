/** What each address answers while the database of the ledger is away. */
export const ledgerAway = {
  status: 503,
  code: 'ledger_away',
  message:
    'The database of the ledger does not answer. Jobs in progress continue when it is back. Send the same request again in a moment: with the same Idempotency-Key it is one order and is bought once.',
  headers: { 'Retry-After': '2' },
} as const;
