/**
 * The library: everything of `@shotcaller/core`, and jobs that are bought once, watched, downloaded and accounted for.
 * @module shotcaller
 */
export * from '@shotcaller/core';
export { ApiKeyMissing } from './api-key-missing.ts';
export type { Batches, BatchPlanOptions, BatchRun, BatchRunOptions } from './batch/batches.ts';
export { type ListFault, type ListProblem, listProblemText, ShotListError } from './batch/list/list-problem.ts';
export type { ListFormat, Place } from './batch/list/raw-list.ts';
export type { ReadListOptions, ReadTextOptions } from './batch/list/read-shot-list.ts';
export type { ListDefaults } from './batch/list/read-shots.ts';
export type { Shot, ShotList } from './batch/list/shot.ts';
export { shotListJsonSchema } from './batch/list/shot-list-schema.ts';
export { NoBatchFitsError } from './batch/optimise/no-batch-fits.ts';
export type { BatchObjective } from './batch/optimise/optimise-batch.ts';
export type {
  BatchPlan,
  BatchTotal,
  ClipOutcome,
  ClipToBuy,
  Continuation,
  NearestFit,
  Obstacle,
  Optimum,
  PlannedClip,
} from './batch/plan/batch-plan.ts';
export type { Forecast } from './batch/plan/forecast.ts';
export type { PlanBatchOptions } from './batch/plan/plan-batch.ts';
export type { ShotReason } from './batch/plan/shot-reason.ts';
export type { Manifest, ManifestClip } from './batch/report/manifest.ts';
export type { Reports } from './batch/report/write-reports.ts';
export type { BatchProgress, RunBatchOptions } from './batch/run/batch-state.ts';
export type { ClipOrder, ClipResult, ClipState, WhyNotBought } from './batch/run/clip-result.ts';
export type { RunningClip } from './batch/run/clip-unit.ts';
export { BatchRunningError } from './batch/run/hold-batch.ts';
export type { BatchResult } from './batch/run/run-batch.ts';
export { type CatalogFailure, CatalogUnavailable } from './catalog/failure.ts';
export type { EndedAttempt } from './choice/own-evidence.ts';
export type { Clock, Clock as ClientClock } from './clock.ts';
export { FileError } from './files/file-error.ts';
export type { AttemptFile, JobFile, ReplacedFile } from './files/job-file.ts';
export { type ByteRange, type FileStore, type StoredFacts, StoreError } from './files/stores/file-store.ts';
export { ImageInputError, type ImageInputErrorCode } from './inputs/image-input-error.ts';
export type { LookAtPictures } from './inputs/look-at-pictures.ts';
export type { BatchLease, BatchName, BatchRecord, BatchRecordState, WholeBatchRecord } from './jobs/batch-record.ts';
export type { Attempt, AttemptState, Job, JobChoice, JobOptions, Receipt } from './jobs/job.ts';
export type { JobEvent, JobEventName, NewJobEvent } from './jobs/job-event.ts';
export { JobFailure, type JobFailureCode } from './jobs/job-failure.ts';
export type { AttemptResult, JobResult, OrderedJob } from './jobs/job-result.ts';
export type { Ledger, Move, MoveListener } from './jobs/ledger.ts';
export type { BatchCap, Caps } from './jobs/money/caps.ts';
export type { BudgetCheck, BudgetLeft } from './jobs/money/check-budget.ts';
export type { GivenCaps } from './jobs/money/given-caps.ts';
export {
  type LedgerLine,
  type LedgerReport,
  ledgerCsv,
  type OwnerLine,
  type OwnerSum,
} from './jobs/money/ledger-report.ts';
export type { MoneyEntry } from './jobs/money/money-entry.ts';
export type { NewReading, ReadingEnd, ReadingLine, ReadingReport, ReadingState } from './jobs/money/reading.ts';
export { type Comparison, ComparisonError } from './jobs/record-vote.ts';
export type {
  ArchivedJob,
  ArchivedRecord,
  ArchivePlace,
  ArchiveQuery,
  ArchiveRecords,
} from './jobs/records/archive-records.ts';
export type { BatchOrder, BatchRecords } from './jobs/records/batch-records.ts';
export type { ClientKey, ClientKeyChange, ClientKeyRecords } from './jobs/records/client-key-records.ts';
export type { HeldJobs, Instance, InstanceRecords } from './jobs/records/instance-records.ts';
export type {
  AttemptChange,
  Dedupe,
  JobOpened,
  JobOpening,
  JobPage,
  JobQuery,
  JobRecords,
  JobWithAttempts,
  OpenAttempts,
  PutFile,
  Repeat,
  RepeatedJob,
  ReserveAnswer,
  Transition,
} from './jobs/records/job-records.ts';
export type { BookedEntry, MoneyRecords, ReadingRecords, SpendQuery } from './jobs/records/money-records.ts';
export type { QuoteRecords } from './jobs/records/quote-records.ts';
export type { StoredVote, VoteRecords } from './jobs/records/vote-records.ts';
export type { OwedWebhook, WebhookQuery, WebhookRecords } from './jobs/records/webhook-records.ts';
export type { SealedQuote } from './jobs/sealed-quote.ts';
export type { Settlement } from './jobs/settle.ts';
export { ShotcallerClosed } from './jobs/shotcaller-closed.ts';
export type { Checkpoint } from './jobs/steps/checkpoint.ts';
export type { Retrieve, Retrieved, RetrieveOptions } from './jobs/steps/keep-file.ts';
export { type DeliveryAnswer, type DeliveryHint, deliveryHint } from './jobs/steps/note-delivery.ts';
export type { PollPlacement, PollSettings, WatchClient } from './jobs/steps/poll-step.ts';
export type { ProgressEvent, ProgressListener } from './jobs/steps/step-context.ts';
export {
  LedgerAddressUnreadable,
  LedgerAway,
  LedgerBroken,
  LedgerDriverMissing,
  LedgerError,
  LedgerMoved,
  LedgerTooNew,
  LedgerUnreachable,
  LedgerUnreadable,
} from './jobs/stores/ledger-error.ts';
export { type LedgerOptions, openLedger, openMemoryLedger } from './jobs/stores/open.ts';
export type { Waiting } from './jobs/waiting/next-poll.ts';
export type {
  ModelId,
  ModelTypes,
  Named,
  OpenRequirements,
  PassthroughOf,
  RequirementsFor,
  RequirementsOfModel,
} from './model-requirements.ts';
export { createClient } from './openrouter/client.ts';
export type {
  AccountKey,
  ChatBill,
  ChatOutcome,
  ChatRequest,
  ClientOptions,
  ContentOptions,
  ContentStream,
  Fetch,
  ForeignFetch,
  GenerationRecord,
  GetFetch,
  GetJobOptions,
  JobReading,
  JobStatus,
  SubmitOptions,
  SubmitOutcome,
  WireClient,
} from './openrouter/client.types.ts';
export { CallError, ContentError, type FailedCall, PollError } from './openrouter/errors.ts';
export type { Redact } from './openrouter/redact.ts';
export {
  type DeliveredEvent,
  type DeliveryVerdict,
  type ReceivedDelivery,
  verifyDelivery,
} from './openrouter/webhook.ts';
export type { WireError } from './openrouter/wire-error.types.ts';
export {
  createGuardedFetch,
  type GuardedFetch,
  type GuardedFetchOptions,
  type GuardedRequest,
  type Lookup,
} from './outbound/guarded-fetch.ts';
export type { CallAnswer, CallFetch } from './outbound/plain-fetch.ts';
export { type OutboundRefusalCode, OutboundRefused } from './outbound/refusal.ts';
export type { TakeTurn } from './outbound/turns.ts';
export type { Proxies } from './outbound/ways-out.ts';
export type { ReadingDoubt } from './sentence/merge-readings.ts';
export type { ReadingCost, ReadSentence } from './sentence/read-sentence.ts';
export { type ProxySettings, readProxy } from './settings/proxy.ts';
export type { Environment } from './settings/settings.ts';
export { SettingsError, type SettingsErrorCode } from './settings/settings-error.ts';
export {
  type ChoiceOptions,
  createShotcaller,
  type JobsQuery,
  type LedgerAnswer,
  type OrUndefined,
  type ReadSentenceOptions,
  type ResumeOptions,
  type RunOptions,
  type RunResult,
  type SettleOptions,
  type Shotcaller,
  type ShotcallerOptions,
} from './shotcaller.ts';
export type { Frame, VideoModels } from './video-models.ts';
