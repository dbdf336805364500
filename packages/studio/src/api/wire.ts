/** The gateway's own types: the page and the server cannot drift apart without the compiler saying so. */
export type * from '../../../shotcaller/src/gateway/api.types.ts';
export type { AttemptState, JobReason } from '../../../shotcaller/src/jobs/job.ts';
export type { LedgerLine } from '../../../shotcaller/src/jobs/money/ledger-report.ts';
