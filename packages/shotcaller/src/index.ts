/**
 * The library: everything of `@shotcaller/core`, and jobs that are bought once, watched, downloaded and accounted for.
 * @module shotcaller
 */
export * from '@shotcaller/core';
export type { Batches, BatchRun, BatchRunOptions } from './batch/batches.ts';
export { type ListProblem, listProblemText, ShotListError } from './batch/list/list-problem.ts';
export type { ListDefaults } from './batch/list/read-shots.ts';
export type { Shot, ShotList } from './batch/list/shot.ts';
export { shotListJsonSchema } from './batch/list/shot-list-schema.ts';
export type { BatchPlan, BatchTotal, ClipOutcome, PlannedClip } from './batch/plan/batch-plan.ts';
export type { ClipResult, ClipState } from './batch/run/clip-result.ts';
export type { BatchProgress } from './batch/run/run-batch.ts';
export type { Attempt, AttemptState, Job, JobFile, JobOptions, JobReason } from './jobs/job.ts';
export { JobFailure } from './jobs/job-failure.ts';
export type { AttemptResult, JobResult } from './jobs/job-result.ts';
export type { BookedEntry, JobEvent, Ledger } from './jobs/ledger.ts';
export type { Caps } from './jobs/money/caps.ts';
export type { BudgetCheck, BudgetLeft } from './jobs/money/check-budget.ts';
export { type LedgerLine, type LedgerReport, ledgerCsv } from './jobs/money/ledger-report.ts';
export { type Comparison, ComparisonError } from './jobs/record-vote.ts';
export type { DeliveryAnswer, DeliveryHint } from './jobs/steps/note-delivery.ts';
export type { Clock, ProgressEvent, ProgressListener } from './jobs/steps/step-context.ts';
export { openLedger } from './jobs/stores/open.ts';
export type { ModelId, ModelTypes, RequirementsFor } from './model-requirements.ts';
export { createClient } from './openrouter/client.ts';
export type { SubmitOutcome, WireClient } from './openrouter/client.types.ts';
export { verifyDelivery } from './openrouter/webhook.ts';
export { createGuardedFetch } from './outbound/guarded-fetch.ts';
export type { Proxies } from './outbound/ways-out.ts';
export { readProxy } from './settings/proxy.ts';
export {
  type ChoiceOptions,
  createShotcaller,
  type JobsQuery,
  type LedgerAnswer,
  type ResumeOptions,
  type RunOptions,
  type RunResult,
  type SettleOptions,
  type Shotcaller,
  type ShotcallerOptions,
} from './shotcaller.ts';
export type { VideoModels } from './video-models.ts';
