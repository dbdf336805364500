/** What the bench of a large ledger takes of the sources: the way in below the public index. */
export { openPostgresLedger } from '../packages/shotcaller/src/jobs/stores/postgres.ts';
export { rebuildLines } from '../packages/shotcaller/src/jobs/stores/sql-spend-lines.ts';
export { openSqliteLedger } from '../packages/shotcaller/src/jobs/stores/sqlite.ts';
export { rebuildTotals } from '../packages/shotcaller/src/jobs/stores/totals.ts';
