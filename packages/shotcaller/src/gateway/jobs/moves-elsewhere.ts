import type { Move, MoveListener } from '../../jobs/ledger.ts';
import type { ProgressEvent } from '../../jobs/steps/step-context.ts';
import type { CarriedJobs } from './carried-jobs.ts';
import type { GatewayJobsOptions } from './gateway-jobs.ts';
import type { JobNews } from './job-news.ts';
import type { RecentJobs } from './recent-jobs.ts';
import type { JobSnapshot } from './wire-status.ts';

export interface MovesElsewhereOptions
  extends Pick<GatewayJobsOptions, 'jobs' | 'ledger' | 'isAnybodyListening' | 'onUnheard' | 'onGap' | 'onTrouble'> {
  readonly recent: RecentJobs;
  readonly carried: CarriedJobs;
  readonly news: JobNews;
  /** Hears of the moves that somebody here wants to hear of. */
  readonly tell: (event: ProgressEvent, snapshot: JobSnapshot) => void;
}

/** What other processes on the ledger do with jobs, told to whoever looks at them here. */
export function listenToMovesElsewhere(options: MovesElsewhereOptions): Promise<() => Promise<void>> {
  const { jobs, ledger, recent, carried, news, isAnybodyListening, onTrouble } = options;

  async function noteMove({ jobId, attemptId, at }: Move): Promise<void> {
    const isWanted = news.isAwaited(jobId) || isAnybodyListening();
    const before = isWanted ? recent.lastSeen(jobId) : undefined;
    recent.forget(jobId);
    news.tell(jobId);
    if (!isAnybodyListening()) return options.onUnheard();
    const snapshot = await recent.find(jobId);
    const attempt = snapshot?.attempts.find(({ id }) => id === attemptId);
    if (!snapshot || !attempt || snapshot.job.receipt === null) return;
    const from = before?.attempts.find(({ id }) => id === attemptId)?.state ?? null;
    options.tell({ kind: 'state', attempt, from, at }, snapshot);
  }

  /** A job that is carried here was moved elsewhere: a webhook came to another gateway, or somebody lets go of it there. */
  async function noteMoveOfCarried({ jobId, attemptId }: Move): Promise<void> {
    jobs.carrier.hurry(attemptId);
    const job = await ledger.job(jobId);
    if (job?.receipt?.letGo) await carried.letGo(jobId);
  }

  const listener: MoveListener = {
    onMove(move) {
      if (move.by === jobs.worker) return;
      const noted = carried.has(move.jobId) ? noteMoveOfCarried(move) : noteMove(move);
      noted.catch((error: unknown) => onTrouble(move.jobId, error));
    },
    onGap() {
      options.onGap();
      news.tellAll();
    },
  };
  return ledger.listen(listener);
}
