import '../style/further-pages.css';
import { useEffect, useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import { choiceHash } from '../brief/use-choice.ts';
import { ReadFailure } from '../controls/read-failure.tsx';
import { visible } from '../controls/visible-text.ts';
import { jobsWords } from '../page-words.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { useShots } from '../shots/shot-store.ts';
import { JobCard } from './job-card.tsx';
import { formOfJob } from './job-form.ts';
import { JobStory } from './job-story.tsx';

/** One job, live. */
export default function JobPage({ id }: { readonly id: string }) {
  const { state, jobs } = useConnection();
  const [failure, setFailure] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const heard = jobs.byId.get(id);
  const shots = useShots();
  const isOnline = state === 'online';
  const status = heard?.job.status;

  const readAgain = () => setRound((before) => before + 1);

  // The story and the order come with the whole job only: read it at first and whenever its state moves.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new status is a reason to read again, and so is a press
  useEffect(() => {
    if (!isOnline) return;
    const controller = new AbortController();
    gateway.job(id, controller.signal).then(
      (job) => {
        jobs.note(job);
        setFailure(null);
      },
      (error: Error) => !controller.signal.aborted && setFailure(error.message),
    );
    return () => controller.abort();
  }, [isOnline, id, status, jobs.note, round]);

  return (
    <main className="page" id="main">
      <p className="crumbs">
        <a href="#/jobs">Jobs</a> / <span className="job-id">{visible(id)}</span>
      </p>
      {!heard && <h1>Job</h1>}
      {!isOnline && <NotConnected state={state} />}
      {failure !== null && !heard && (
        <ReadFailure title={jobsWords.notShown} why={failure} isRepeated={false} onTry={readAgain} />
      )}
      {!heard && failure === null && isOnline && (
        <p className="soft" aria-busy="true">
          Reading the job…
        </p>
      )}
      {heard && (
        <>
          <JobCard heard={heard} chooseAgain={choiceHash(formOfJob(heard.job, shots))} />
          <JobStory job={heard.job} />
        </>
      )}
    </main>
  );
}
