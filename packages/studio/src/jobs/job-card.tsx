import { useState } from 'react';
import { useGateway } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { HeardJob } from '../api/heard-jobs.ts';
import { ModelName } from '../controls/model-name.tsx';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { shotIdOf } from '../shots/shot.ts';
import { ClipPlayer } from './clip-player.tsx';
import { ClipText } from './clip-text.tsx';
import { JobAdvice } from './job-advice.tsx';
import { JobPhases } from './job-phases.tsx';
import { billText, isLetGo, nextStepText, reasonText, stateNames } from './job-sentences.ts';
import { JobTime } from './job-time.tsx';
import { SettleForm } from './settle-form.tsx';

/** How a job is doing: phase, time, clip, money; after a failure what happened, whether it was billed, what to do. */
export function JobCard({ heard, chooseAgain }: { readonly heard: HeardJob; readonly chooseAgain: string }) {
  const { job, trouble } = heard;
  const { note } = useGateway();
  const [failure, setFailure] = useState<string | null>(null);
  const isUnknown = job.status === 'unknown';
  const isBad = isUnknown || ['failed', 'refused', 'expired', 'cancelled'].includes(job.status);
  const act = (action: () => Promise<void>) => {
    setFailure(null);
    action().catch((error: Error) => setFailure(error.message));
  };
  const isWaiting = isLetGo(job);
  const canResume = isWaiting || ['gave_up_watching', 'not_fetched', 'unknown'].includes(job.status);
  const nextStep = nextStepText(job);
  const shotId = shotIdOf(job.key);
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
      <ClipText clip={job.clip} />
      {!job.ended && !canResume && (
        <>
          <JobPhases status={job.status} />
          <JobTime heard={heard} />
        </>
      )}
      {trouble && !job.ended && !canResume && (
        <Notice tone="caution">
          {trouble.what === 'poll_failed' ? 'One status request failed' : 'The download failed'}; the next try is at{' '}
          {new Date(trouble.nextTryAt).toLocaleTimeString()}, by itself.
        </Notice>
      )}
      {job.files.map((file) => (
        <ClipPlayer key={file.sha256} file={file}>
          <p className="bill">{billText(job)}</p>
        </ClipPlayer>
      ))}
      {job.reason && (
        <Notice tone={isBad ? 'failure' : 'caution'} title={isBad ? 'What happened' : 'At the moment'}>
          <p>{reasonText(job.reason)}</p>
          <JobAdvice reason={job.reason} />
        </Notice>
      )}
      {job.files.length === 0 && <p className="bill">{billText(job)}</p>}
      {job.choice && job.choice.profile !== null && <p className="soft">{visible(job.choice.why)}</p>}
      {isUnknown && <SettleForm id={job.id} act={(say) => act(async () => note(await say()))} />}
      {nextStep !== '' && <p>{nextStep}</p>}
      {failure !== null && <Notice tone="failure">{visible(failure)}</Notice>}
      <p className="job-buttons">
        {job.resumable && (canResume || job.status === 'downloading') && (
          <button
            type="button"
            className={isUnknown ? 'button' : 'button primary'}
            onClick={() => act(async () => note(await gateway.resume(job.id)))}
          >
            {isUnknown ? 'Look again' : 'Resume'}
          </button>
        )}
        {shotId !== null && (
          <a className="button" href={`#/takes/${shotId}`}>
            All takes of this shot
          </a>
        )}
        {((isBad && !isUnknown) || job.status === 'done') && (
          <a className={isBad ? 'button primary' : 'button'} href={chooseAgain}>
            {isBad ? 'Choose again' : 'Same again with changes'}
          </a>
        )}
        {!job.ended && !isWaiting && (job.status === 'submitted' || job.status === 'running') && (
          <button
            type="button"
            className="button"
            onClick={() => act(async () => note((await gateway.detach(job.id)).job))}
          >
            Stop watching
          </button>
        )}
      </p>
    </article>
  );
}
