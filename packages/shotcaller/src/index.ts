export * from '@shotcaller/core';
export type { Caps } from './jobs/caps.ts';
export type { JobFile, JobReason, JobState } from './jobs/job.ts';
export { JobFailure } from './jobs/job-failure.ts';
export type { JobResult } from './jobs/job-result.ts';
export { ledgerCsv } from './jobs/ledger-report.ts';
export type { Plan } from './jobs/plan.ts';
export type { Clock, ProgressEvent, ProgressListener } from './jobs/step-context.ts';
export { createClient } from './openrouter/client.ts';
export type { WireClient } from './openrouter/client.types.ts';
export { verifyDelivery } from './openrouter/webhook.ts';
export { createGuardedFetch } from './outbound/guarded-fetch.ts';
export {
  createShotcaller,
  type ResumeOptions,
  type RunOptions,
  type RunResult,
  type Shotcaller,
  type ShotcallerOptions,
} from './shotcaller.ts';
