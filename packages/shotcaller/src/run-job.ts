import { keyReusedSentence, type RequirementsInput } from '@shotcaller/core';
import type { Door } from './guarded-calls.ts';
import { withLocalPictures } from './inputs/local-pictures.ts';
import type { JobAnswers } from './job-answers.ts';
import { JobFailure } from './jobs/job-failure.ts';
import type { Jobs } from './jobs/jobs.ts';
import { lostJob } from './jobs/no-such-job.ts';
import { createTurns } from './outbound/turns.ts';
import { briefOf, jobOptionsOf } from './run-options.ts';
import type { RunOptions, RunResult } from './shotcaller-interface.ts';

/** Jobs at once that are read, looked at and recorded; the others hold nothing but what was asked. */
const runsStartedAtOnce = 64;

/** A job that is recorded and carried. */
interface StartedJob {
  readonly jobId: string;
  readonly repeated: boolean;
  readonly carried: Promise<'carried' | 'detached'>;
}

type UnopenedRun = Extract<RunResult, { readonly id: null }>;

/** Records a job and carries it until it is bought, or to its end. */
export type RunJob = (until: 'bought' | 'end', requirements: RequirementsInput, run: RunOptions) => Promise<RunResult>;

export function createRunJob({
  jobs,
  door,
  needKey,
  answers,
}: {
  readonly jobs: Jobs;
  readonly door: Door;
  /** @throws ApiKeyMissing */
  readonly needKey: () => void;
  readonly answers: JobAnswers;
}): RunJob {
  const takeTurn = createTurns(runsStartedAtOnce);

  /** Records a job and begins to carry it; or why there is none. */
  async function start(
    until: 'bought' | 'end',
    requirements: RequirementsInput,
    run: RunOptions,
  ): Promise<StartedJob | UnopenedRun> {
    const { onProgress, signal, key, plan } = run;
    needKey();
    signal?.throwIfAborted();
    const brief = briefOf(await withLocalPictures(requirements), run);
    door.check();
    const opened = await jobs.open({ brief, options: jobOptionsOf(brief, run), key, plan });
    switch (opened.kind) {
      case 'no_plan':
        return { status: 'no_eligible_model', id: null, files: [], selection: opened.selection };
      case 'not_confirmed':
        return { status: 'not_confirmed', id: null, files: [], plan: opened.plan };
      case 'request_refused':
        return { status: 'request_refused', id: null, files: [], plan: opened.plan };
      case 'key_reused':
        throw new JobFailure(
          'key_reused',
          keyReusedSentence({ key: key ?? null, jobId: opened.job.id, differences: opened.differences }),
          opened.job.id,
          { differences: opened.differences },
        );
      case 'job': {
        const { job, repeated } = opened;
        // Closed while it was recorded: it is in the ledger, and was not sent. Whoever resumes it must not find it held, as if it were about to be.
        if (door.isClosed) {
          if (!repeated) await jobs.letGo(job.id);
          return { jobId: job.id, repeated, carried: Promise.resolve('detached') };
        }
        const carried = jobs.carry(job.id, {
          until,
          opened: opened.opened,
          ...(onProgress && { onProgress }),
          ...(signal && { signal }),
        });
        return { jobId: job.id, repeated, carried };
      }
      default:
        return opened satisfies never;
    }
  }

  /** A clip takes minutes, and there may be ten thousand of them: who waits for one holds its id, not its brief and plan. */
  async function follow(starting: Promise<StartedJob | UnopenedRun>): Promise<RunResult> {
    const started = await starting;
    if (!('carried' in started)) return started;
    const { jobId, repeated, carried } = started;
    const how = await carried;
    const found = await jobs.find(jobId);
    if (!found) throw lostJob(jobId);
    const told = await answers.told(found);
    // What had ended by then was not let go of: nothing of it is under way.
    return { ...told, repeated, detached: how === 'detached' && told.resumable };
  }

  return (until, requirements, run) => follow(takeTurn(() => start(until, requirements, run)));
}
