import { useConnection } from '../api/connection.tsx';
import { Notice } from '../controls/notice.tsx';
import { useNow } from '../controls/use-now.ts';
import { shortened, slugOf, visible } from '../controls/visible-text.ts';
import { jobsWords } from '../page-words.ts';
import { waitsForYou } from './job-filter.ts';
import { timesTheUsual } from './times-the-usual.ts';

const mostNamed = 3;
const mostCharacters = 120;

/** What somebody should look at: jobs that take many times as long as usual, and jobs that wait for a decision. */
export function JobAlarms() {
  const { jobs } = useConnection();
  const all = [...jobs.byId.values()];
  const watched = all.filter(({ job }) => !job.ended && job.watched);
  const nowMs = useNow(watched.length > 0);
  const late = watched.filter((heard) => timesTheUsual(heard, nowMs) > 0);
  const waiting = all.filter(({ job }) => waitsForYou(job)).length;
  return (
    <>
      {late.length > 0 && (
        <Notice tone="caution">
          <p>{jobsWords.stuck(late.length)}</p>
          <ul className="plain-list">
            {late.slice(0, mostNamed).map((heard) => (
              <li key={heard.job.id}>
                <a href={`#/jobs/${encodeURIComponent(heard.job.id)}`}>
                  {visible(shortened(heard.job.clip.prompt ?? '', mostCharacters)) || slugOf(heard.job.model)}
                </a>{' '}
                <span className="alarm">{jobsWords.usual(timesTheUsual(heard, nowMs))}</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {waiting > 0 && (
        <Notice tone="caution">
          {jobsWords.waiting(waiting)} <a href="#/jobs?status=you">{jobsWords.seeWaiting}</a>
        </Notice>
      )}
    </>
  );
}
