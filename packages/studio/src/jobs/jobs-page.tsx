import { dollars } from '@shotcaller/core';
import { useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { HeardJob } from '../api/job-book.ts';
import { type Route, replaceBy } from '../app/route.ts';
import { ModelName } from '../controls/model-name.tsx';
import { Notice } from '../controls/notice.tsx';
import { OptionGroup } from '../controls/option-group.tsx';
import { useNow } from '../controls/use-now.ts';
import { slugOf, visible } from '../controls/visible-text.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { usePoster } from '../shots/use-poster.ts';
import { settingsText } from './clip-text.tsx';
import { isLetGo, stateNames } from './job-sentences.ts';

const filters = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Under way' },
  { value: 'done', label: 'Done' },
  { value: 'bad', label: 'Not delivered' },
  { value: 'you', label: 'Waiting for you' },
] as const;

/** Every job, newest first: what it was ordered for, how it is doing, what it cost. */
export default function JobsPage({ route }: { readonly route: Route }) {
  const { state, jobs } = useConnection();
  const query = new URLSearchParams(route.query);
  const status = query.get('status') ?? '';
  const model = query.get('model') ?? '';
  const owner = query.get('key') ?? '';
  const words = query.get('find') ?? '';
  const all = [...jobs.byId.values()].sort((one, other) => (one.job.createdAt < other.job.createdAt ? 1 : -1));
  const models = [...new Set(all.map(({ job }) => job.model))].sort();
  const owners = [...new Set(all.flatMap(({ job }) => (job.owner === null ? [] : [job.owner])))].sort();
  const shown = all.filter(
    ({ job }) =>
      matches(job, status) &&
      (model === '' || job.model === model) &&
      (owner === '' || job.owner === owner) &&
      isFound(job, words),
  );
  const setFilter = (name: string, value: string) => {
    if (value === '') query.delete(name);
    else query.set(name, value);
    replaceBy(`#/jobs?${query}`);
  };
  return (
    <main className="page" id="main">
      <h1>Jobs</h1>
      {state !== 'online' && <NotConnected state={state} />}
      {jobs.loadFailure !== null && (
        <Notice tone="failure" title="The list cannot be read">
          {jobs.loadFailure}{' '}
          <button type="button" className="button small" onClick={jobs.reload}>
            Try again
          </button>
        </Notice>
      )}
      {all.length > 0 && (
        <search className="filters">
          <label className="select search">
            <span className="spoken-only">Find in prompts, models and ids</span>
            <input
              type="search"
              placeholder="Find in prompts, models, ids"
              value={words}
              onChange={({ target }) => setFilter('find', target.value)}
            />
          </label>
          <OptionGroup
            legend="Show"
            isLegendHidden
            options={filters}
            value={status}
            onChange={(value) => setFilter('status', value)}
          />
          <Choice
            name="Model"
            all="every model"
            values={models}
            value={model}
            onChange={(value) => setFilter('model', value)}
          />
          {owners.length > 0 && (
            <Choice
              name="Key"
              all="every key"
              values={owners}
              value={owner}
              onChange={(value) => setFilter('key', value)}
            />
          )}
        </search>
      )}
      {state === 'online' && !jobs.loaded && jobs.loadFailure === null && (
        <p className="soft" aria-busy="true">
          Reading the jobs…
        </p>
      )}
      {jobs.loaded && all.length === 0 && (
        <div className="empty">
          <p>No clip has been ordered yet.</p>
          <a className="button primary" href="#/create">
            Describe a clip
          </a>
        </div>
      )}
      {all.length > 0 && shown.length === 0 && <p className="empty">No job matches these filters.</p>}
      <ul className="job-list">
        {shown.map((heard) => (
          <JobRow key={heard.job.id} heard={heard} />
        ))}
      </ul>
      {jobs.hasOlder && <OlderJobs />}
    </main>
  );
}

function OlderJobs() {
  const { jobs } = useConnection();
  const [failure, setFailure] = useState<string | null>(null);
  return (
    <p>
      <button
        type="button"
        className="button"
        onClick={() => jobs.readOlder().catch((error: Error) => setFailure(error.message))}
      >
        Show older jobs
      </button>
      {failure !== null && <span className="problem"> {failure}</span>}
    </p>
  );
}

function Choice({
  name,
  all,
  values,
  value,
  onChange,
}: {
  readonly name: string;
  readonly all: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="select">
      <span className="spoken-only">{name}</span>
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{all}</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {visible(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function JobRow({ heard }: { readonly heard: HeardJob }) {
  const { job } = heard;
  const { jobs } = useConnection();
  const poster = usePoster(job.status === 'done' ? job.files[0] : undefined);
  return (
    <li className="job-row">
      <span className="job-picture">{poster && <img src={poster} alt="" />}</span>
      <span className="job-what">
        <a href={`#/jobs/${encodeURIComponent(job.id)}`}>{visible(job.clip.prompt ?? '') || slugOf(job.model)}</a>
        <span className="soft">
          <ModelName id={job.model} /> {settingsText(job.clip) !== '' && `· ${visible(settingsText(job.clip))}`}
          {job.owner !== null && ` · key ${visible(job.owner)}`}
        </span>
      </span>
      <span className={`state ${job.status}`}>
        {isLetGo(job) ? 'Not watched' : stateNames[job.status]}
        {!job.ended && job.watched && <Alarm heard={heard} />}
      </span>
      <time dateTime={job.createdAt}>{new Date(job.createdAt).toLocaleString()}</time>
      <span className="number">
        {job.billedUsd !== null
          ? dollars(job.billedUsd)
          : job.status === 'refused'
            ? 'not billed'
            : job.quotedHighUsd !== null
              ? `up to ${dollars(job.quotedHighUsd)}`
              : 'no price'}
      </span>
      {job.status === 'unknown' ? (
        <a className="button small" href={`#/jobs/${encodeURIComponent(job.id)}`}>
          Settle<span className="spoken-only"> {job.model}</span>
        </a>
      ) : job.resumable && (isLetGo(job) || ['gave_up_watching', 'not_fetched'].includes(job.status)) ? (
        <button
          type="button"
          className="button small"
          onClick={() => gateway.resume(job.id).then(jobs.note, () => undefined)}
        >
          Resume<span className="spoken-only"> {job.model}</span>
        </button>
      ) : (
        <span />
      )}
    </li>
  );
}

/** Says when a job takes many times as long as it should. */
function Alarm({ heard: { job, heardAtMs, pace } }: { readonly heard: HeardJob }) {
  const nowMs = useNow();
  const usual = job.progress?.expectedSeconds?.p50;
  if (!job.progress || usual === undefined || usual <= 0) return null;
  const elapsed = job.progress.elapsedSeconds + Math.max(0, ((nowMs - heardAtMs) * pace) / 1000);
  const times = Math.floor(elapsed / usual);
  return times >= 3 ? <span className="alarm"> {times} × the usual</span> : null;
}

function isFound({ id, model, key, clip }: HeardJob['job'], words: string): boolean {
  const text = `${id} ${model} ${key ?? ''} ${clip.prompt ?? ''}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function matches(job: HeardJob['job'], wanted: string): boolean {
  const { ended, status } = job;
  if (wanted === 'open') return !ended;
  if (wanted === 'done') return status === 'done';
  if (wanted === 'bad') return ended && status !== 'done';
  if (wanted === 'you') return isLetGo(job) || ['unknown', 'gave_up_watching', 'not_fetched'].includes(status);
  return true;
}
