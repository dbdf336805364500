export * from '@shotcaller/core';
export type { Plan } from './choice/plan.ts';
export type { AttemptState, JobFile, JobReason } from './jobs/job.ts';
export { JobFailure } from './jobs/job-failure.ts';
export type { JobResult } from './jobs/job-result.ts';
export type { Caps } from './jobs/money/caps.ts';
export { ledgerCsv } from './jobs/money/ledger-report.ts';
export type { Clock, ProgressEvent, ProgressListener } from './jobs/steps/step-context.ts';
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
