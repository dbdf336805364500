import { dollars } from '@shotcaller/core';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { HeardJob } from '../api/job-book.ts';
import { goTo, type Route } from '../app/route.ts';
import { ModelName } from '../controls/model-name.tsx';
import { Notice } from '../controls/notice.tsx';
import { OptionGroup } from '../controls/option-group.tsx';
import { NotConnected } from '../run/not-connected.tsx';
import { stateNames } from './job-sentences.ts';

const filters = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Under way' },
  { value: 'done', label: 'Done' },
  { value: 'bad', label: 'Not delivered' },
] as const;

/** Every job, newest first. */
export default function JobsPage({ route }: { readonly route: Route }) {
  const { state, jobs } = useConnection();
  const query = new URLSearchParams(route.query);
  const status = query.get('status') ?? '';
  const model = query.get('model') ?? '';
  const all = [...jobs.byId.values()].sort((one, other) => (one.job.createdAt < other.job.createdAt ? 1 : -1));
  const models = [...new Set(all.map(({ job }) => job.model))].sort();
  const shown = all.filter(({ job }) => matches(job, status) && (model === '' || job.model === model));
  const setFilter = (name: string, value: string) => {
    if (value === '') query.delete(name);
    else query.set(name, value);
    goTo(`#/jobs?${query}`);
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
        <div className="filters">
          <OptionGroup
            legend="Show"
            isLegendHidden
            options={filters}
            value={status}
            onChange={(value) => setFilter('status', value)}
          />
          <label className="select">
            <span className="spoken-only">Model</span>
            <select value={model} onChange={({ target }) => setFilter('model', target.value)}>
              <option value="">every model</option>
              {models.map((id) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
        </div>
      )}
      {state === 'online' && !jobs.loaded && jobs.loadFailure === null && (
        <p className="soft" aria-busy="true">
          Reading the jobs…
        </p>
      )}
      {jobs.loaded && all.length === 0 && (
        <div className="empty">
          <p>No clip has been ordered yet.</p>
          <a className="button primary" href="#/choose">
            Choose a model
          </a>
        </div>
      )}
      {all.length > 0 && shown.length === 0 && <p className="empty">No job matches these filters.</p>}
      <ul className="job-list">
        {shown.map((heard) => (
          <JobRow key={heard.job.id} heard={heard} />
        ))}
      </ul>
    </main>
  );
}

function JobRow({ heard: { job } }: { readonly heard: HeardJob }) {
  const { jobs } = useConnection();
  return (
    <li className="job-row">
      <a href={`#/jobs/${encodeURIComponent(job.id)}`}>
        <ModelName id={job.model} />
      </a>
      <span className={`state ${job.status}`}>{stateNames[job.status]}</span>
      <time dateTime={job.createdAt}>{new Date(job.createdAt).toLocaleString()}</time>
      <span className="number">
        {job.billedUsd !== null
          ? dollars(job.billedUsd)
          : job.quotedUsd !== null
            ? `quoted ${dollars(job.quotedUsd)}`
            : 'no price'}
      </span>
      {job.resumable && ['gave_up_watching', 'not_fetched', 'unknown'].includes(job.status) ? (
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

function matches({ ended, status }: HeardJob['job'], wanted: string): boolean {
  if (wanted === 'open') return !ended;
  if (wanted === 'done') return status === 'done';
  if (wanted === 'bad') return ended && status !== 'done';
  return true;
}
