import { dollars } from '@shotcaller/core';
import { memo } from 'react';
import { useGateway } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { HeardJob } from '../api/heard-jobs.ts';
import type { Job } from '../api/wire.ts';
import { ModelName } from '../controls/model-name.tsx';
import { useNow } from '../controls/use-now.ts';
import { shortened, slugOf, visible } from '../controls/visible-text.ts';
import { jobsWords } from '../page-words.ts';
import { takeWords } from '../shot-words.ts';
import { usePoster } from '../shots/use-poster.ts';
import { settingsText } from './clip-text.tsx';
import { isLetGo, stateNames } from './job-sentences.ts';
import { timesTheUsual } from './times-the-usual.ts';

/** Of a prompt: a row has one line. */
const mostCharacters = 300;

/** One job in the list: what it was ordered for, how it is doing, what it cost, and what it waits for. */
export const JobRow = memo(function JobRow({
  heard,
  isStill,
}: {
  readonly heard: HeardJob;
  /** Nobody scrolls: there is time to fetch a picture. */
  readonly isStill: boolean;
}) {
  const { job } = heard;
  const { note } = useGateway();
  const poster = usePoster(isStill && job.status === 'done' ? job.files[0] : undefined);
  const address = `#/jobs/${encodeURIComponent(job.id)}`;
  const canResume = job.resumable && (isLetGo(job) || ['gave_up_watching', 'not_fetched'].includes(job.status));
  return (
    <>
      <span className="job-picture">{poster && <img src={poster} alt="" />}</span>
      <span className="job-what">
        <a href={address}>{visible(shortened(job.clip.prompt ?? '', mostCharacters)) || slugOf(job.model)}</a>
        <span className="soft">
          <ModelName id={job.model} /> {settingsText(job.clip) !== '' && `· ${visible(settingsText(job.clip))}`}
          {job.owner !== null && ` · key ${visible(job.owner)}`}
        </span>
      </span>
      <span className={`state ${job.status}`}>
        {isLetGo(job) ? jobsWords.notWatched : stateNames[job.status]}
        {!job.ended && job.watched && <Alarm heard={heard} />}
      </span>
      <time dateTime={job.createdAt}>{whenText(job.createdAt)}</time>
      <span className="number">{costText(job)}</span>
      {job.status === 'unknown' ? (
        <a className="button small" href={address}>
          {jobsWords.settle}
          <span className="spoken-only"> {job.model}</span>
        </a>
      ) : canResume ? (
        <button
          type="button"
          className="button small"
          onClick={() => gateway.resume(job.id).then(note, () => undefined)}
        >
          {jobsWords.resume}
          <span className="spoken-only"> {job.model}</span>
        </button>
      ) : (
        <span />
      )}
    </>
  );
});

/** Says when a job takes many times as long as it should. */
function Alarm({ heard }: { readonly heard: HeardJob }) {
  const times = timesTheUsual(heard, useNow());
  return times === 0 ? null : <span className="alarm"> {jobsWords.usual(times)}</span>;
}

const formatted = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function whenText(at: string): string {
  return formatted.format(new Date(at));
}

function costText({ billedUsd, quotedHighUsd, status, unknownBills }: Job): string {
  if (unknownBills > 0) return takeWords.billsUnknown(unknownBills);
  if (billedUsd !== null) return dollars(billedUsd);
  if (status === 'refused') return jobsWords.notBilled;
  return quotedHighUsd === null ? jobsWords.noPrice : `up to ${dollars(quotedHighUsd)}`;
}
