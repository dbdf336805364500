/** The gateway's own types: the page and the server cannot drift apart without the compiler saying so. */
export type {
  BatchView as Batch,
  ListedBatchView as ListedBatch,
} from '../../../shotcaller/src/gateway/own-api/addresses/batches.ts';
export type { EvidenceAnswer } from '../../../shotcaller/src/gateway/own-api/addresses/catalog.ts';
export type { PreviewAnswer, PreviewRequest } from '../../../shotcaller/src/gateway/own-api/addresses/choice.ts';
export type { FileView, Job, JobEventView, Progress } from '../../../shotcaller/src/gateway/own-api/addresses/job.ts';
export type { RunRequest } from '../../../shotcaller/src/gateway/own-api/addresses/jobs.ts';
export type { AddedClientKey, ClientKeyView } from '../../../shotcaller/src/gateway/own-api/addresses/keys.ts';
export type { Budget, LedgerAnswer } from '../../../shotcaller/src/gateway/own-api/addresses/ledger.ts';
export type { SpendLimitsAnswer } from '../../../shotcaller/src/gateway/own-api/addresses/limits.ts';
export type { ApiError } from '../../../shotcaller/src/gateway/own-api/addresses/own-api.ts';
export type { ReadSentenceAnswer } from '../../../shotcaller/src/gateway/own-api/addresses/sentences.ts';
export type { HealthAnswer, ServerEvent } from '../../../shotcaller/src/gateway/own-api/addresses/system.ts';
export type { ViewAnswer } from '../../../shotcaller/src/gateway/own-api/addresses/views.ts';
export type { AttemptState, JobReason } from '../../../shotcaller/src/jobs/job.ts';
export type { LedgerLine } from '../../../shotcaller/src/jobs/money/ledger-report.ts';
