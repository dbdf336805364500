import '../style/further-pages.css';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useGateway } from '../api/connection.tsx';
import { type Route, replaceBy } from '../app/route.ts';
import { ReadFailure } from '../controls/read-failure.tsx';
import { jobsWords } from '../page-words.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { JobAlarms } from './job-alarms.tsx';
import { filterOf, type JobFilter, queryOfFilter } from './job-filter.ts';
import { JobFilters } from './job-filters.tsx';
import { JobRow } from './job-row.tsx';
import { type JobList, useJobList } from './use-job-list.ts';

/** Every job, newest first: what it was ordered for, how it is doing, what it cost. */
export default function JobsPage({ route }: { readonly route: Route }) {
  const { state } = useGateway();
  const filter = useMemo(() => filterOf(route.query), [route.query]);
  const list = useJobList(filter);
  const isFiltered = route.query !== '';
  const setFilter = useCallback((next: JobFilter) => replaceBy(`#/jobs?${queryOfFilter(next)}`), []);
  return (
    <main className="page" id="main">
      <h1>{jobsWords.title}</h1>
      {state !== 'online' && <NotConnected state={state} />}
      {list.failure !== null && (
        <ReadFailure title={jobsWords.unreadable} why={list.failure} isRepeated={false} onTry={list.readAgain} />
      )}
      <JobAlarms />
      {(list.jobs.length > 0 || isFiltered) && <JobFilters filter={filter} onChange={setFilter} />}
      {state === 'online' && !list.isRead && list.failure === null && list.jobs.length === 0 && (
        <p className="soft" aria-busy="true">
          {jobsWords.reading}
        </p>
      )}
      {list.isRead && !list.isReading && list.jobs.length === 0 && !list.hasOlder && (
        <Nothing isFiltered={isFiltered} />
      )}
      <Rows list={list} />
      {list.isReading && list.jobs.length > 0 && (
        <p className="soft" aria-busy="true">
          {jobsWords.readingOlder}
        </p>
      )}
    </main>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <p className="empty">{jobsWords.noMatch}</p>;
  return (
    <div className="empty">
      <p>{jobsWords.none}</p>
      <a className="button primary" href="#/create">
        {jobsWords.describe}
      </a>
    </div>
  );
}

/** Rows from the end of the list at which the next page is fetched. */
const fetchAhead = 40;

/** Only the rows that can be seen are in the document: ten thousand scroll as twenty do. */
function Rows({ list: { jobs, hasOlder, isReading, failure, readOlder } }: { readonly list: JobList }) {
  const place = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const rows = useWindowVirtualizer({
    count: jobs.length,
    estimateSize: () => 68,
    overscan: 4,
    scrollMargin: top,
    getItemKey: (at) => jobs[at]!.job.id,
  });
  // While somebody scrolls, nothing above the list changes its height; asking for it would lay out the page once more a frame.
  useLayoutEffect(() => {
    if (!rows.isScrolling) setTop(place.current?.offsetTop ?? 0);
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasOlder && !isReading && failure === null && last >= jobs.length - fetchAhead) readOlder();
  }, [hasOlder, isReading, failure, last, jobs.length, readOlder]);
  return (
    <ul className="job-list" ref={place} style={{ height: rows.getTotalSize() }}>
      {shown.map(({ index, key, start }) => (
        <li
          key={key}
          ref={rows.measureElement}
          data-index={index}
          className="job-row"
          aria-setsize={hasOlder ? -1 : jobs.length}
          aria-posinset={index + 1}
          style={{ transform: `translateY(${start - top}px)` }}
        >
          <JobRow heard={jobs[index]!} isStill={!rows.isScrolling} />
        </li>
      ))}
    </ul>
  );
}
