import { useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { HeardJob } from '../api/job-book.ts';
import { ModelName } from '../controls/model-name.tsx';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { ClipPlayer } from './clip-player.tsx';
import { JobPhases } from './job-phases.tsx';
import { billText, nextStepText, reasonText, stateNames } from './job-sentences.ts';
import { JobTime } from './job-time.tsx';
import { SettleForm } from './settle-form.tsx';

/** How a job is doing: phase, time, clip, money; after a failure what happened, whether it was billed, what to do. */
export function JobCard({ heard, chooseAgain }: { readonly heard: HeardJob; readonly chooseAgain: string }) {
  const { job, trouble } = heard;
  const { jobs } = useConnection();
  const [failure, setFailure] = useState<string | null>(null);
  const isBad = ['failed', 'refused', 'expired', 'unknown', 'cancelled'].includes(job.status);
  const act = (action: () => Promise<void>) => action().catch((error: Error) => setFailure(error.message));
  const canResume = ['gave_up_watching', 'not_fetched', 'unknown'].includes(job.status);
  const nextStep = nextStepText(job);
  return (
    <article className={`job-card ${job.status}`} aria-labelledby="job-title">
      <header className="job-head">
        <h1 id="job-title">
          <ModelName id={job.model} />
        </h1>
        <span className={`state ${job.status}`} role="status">
          {stateNames[job.status]}
        </span>
      </header>
      {!job.ended && !canResume && (
        <>
          <JobPhases status={job.status} />
          <JobTime heard={heard} />
        </>
      )}
      {trouble && !job.ended && (
        <Notice tone="caution">
          {trouble.what === 'poll_failed' ? 'A look at the job failed' : 'Fetching the file failed'}; it goes on by
          itself at {new Date(trouble.nextTryAt).toLocaleTimeString()}.
        </Notice>
      )}
      {job.files.map((file) => (
        <ClipPlayer key={file.sha256} file={file}>
          <p className="bill">{billText(job)}</p>
        </ClipPlayer>
      ))}
      {job.reason && (
        <Notice tone={isBad ? 'failure' : 'caution'} title={isBad ? 'What happened' : 'At the moment'}>
          {reasonText(job.reason)}
        </Notice>
      )}
      {job.files.length === 0 && <p className="bill">{billText(job)}</p>}
      {job.choice && <p className="soft">{visible(job.choice.why)}</p>}
      {nextStep !== '' && <p>{nextStep}</p>}
      {job.status === 'unknown' && (
        <SettleForm id={job.id} act={(say) => void act(async () => jobs.note(await say()))} />
      )}
      {failure !== null && <Notice tone="failure">{visible(failure)}</Notice>}
      <p className="job-buttons">
        {(isBad || job.status === 'done') && (
          <a className={isBad ? 'button primary' : 'button'} href={chooseAgain}>
            {isBad ? 'Choose again' : 'Back to the choice'}
          </a>
        )}
        {job.resumable && (canResume || job.status === 'downloading') && (
          <button
            type="button"
            className="button"
            onClick={() => act(async () => jobs.note(await gateway.resume(job.id)))}
          >
            Resume
          </button>
        )}
        {!job.ended && (job.status === 'submitted' || job.status === 'running') && (
          <button
            type="button"
            className="button"
            onClick={() => act(async () => jobs.note((await gateway.detach(job.id)).job))}
          >
            Stop watching
          </button>
        )}
      </p>
    </article>
  );
}
