/** What each address answers while the database of the ledger is away, or takes nothing. */
export const ledgerAway = {
  status: 503,
  code: 'ledger_away',
  message:
    'The database of the ledger cannot be used now. Jobs in progress continue when it can. Send the same request again in a moment: with the same Idempotency-Key it is one order and is bought once.',
  headers: { 'Retry-After': '2' },
} as const;

/** What an order answers that found the ledger's file gone: it was moved to PostgreSQL, or removed, while this server ran. */
export const ledgerGone = {
  ledger_moved:
    'The ledger of this server was moved to another database, and the server still has the old file. It takes no orders until it is started again with DATABASE_URL. Nothing more is bought here. With the same Idempotency-Key, a server on that database knows an order that was placed before.',
  ledger_broken:
    'The ledger of this server cannot be read or written. It takes no orders until that is mended. Nothing more is bought here. Keep the Idempotency-Key: with it the order is bought once.',
} as const;

export function isLedgerGone(code: string): code is keyof typeof ledgerGone {
  return Object.hasOwn(ledgerGone, code);
}
