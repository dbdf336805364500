import '../style/further-pages.css';
import { useMemo } from 'react';
import { useConnection } from '../api/connection.tsx';
import { BatchList } from '../batches/batch-list.tsx';
import { useBatches } from '../batches/use-batches.ts';
import { choiceOf } from '../brief/choice-link.ts';
import { jobsWords } from '../page-words.ts';
import { ProjectList } from '../projects/project-list.tsx';
import { useProjects } from '../projects/project-store.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { takeWords } from '../shot-words.ts';
import { useShots } from './shot-store.ts';
import { tilesOf } from './shot-view.ts';
import { Tile } from './tile.tsx';
import { useOlderJobs } from './use-older-jobs.ts';

/** The newest shots, whose jobs are read one by one where the list of jobs does not go back to them. */
const shotsLookedUp = 60;

/** Projects, and every other shot as a strip of film, newest first. */
export default function TakesPage() {
  const { state, jobs } = useConnection();
  const shots = useShots();
  const projects = useProjects();
  const batches = useBatches();
  const tiles = useMemo(() => tilesOf(shots, jobs.byId, ({ query }) => choiceOf(query).sentence), [shots, jobs.byId]);
  useOlderJobs(useMemo(() => tiles.slice(0, shotsLookedUp).flatMap(({ takes }) => takes), [tiles]));
  const isNothing = tiles.length === 0 && projects.length === 0 && batches.batches.length === 0;
  const isRead = jobs.loaded && batches.isRead;
  const inProjects = new Set(projects.flatMap(({ shotIds }) => shotIds));
  const loose = tiles.filter(({ id }) => !inProjects.has(id));
  return (
    <main className="page" id="main">
      <h1>Takes</h1>
      {state !== 'online' && <NotConnected state={state} />}
      <ProjectList projects={projects} tiles={tiles} />
      <BatchList {...batches} />
      {isNothing && !isRead && state === 'online' && batches.failure === null && (
        <p className="soft" aria-busy="true">
          {jobsWords.reading}
        </p>
      )}
      {isNothing && isRead ? (
        <div className="empty">
          <p>{takeWords.none}</p>
          <a className="button primary" href="#/create">
            Describe a clip
          </a>
        </div>
      ) : (
        loose.length > 0 && (
          <section aria-labelledby="loose-title">
            <h2 id="loose-title">{projects.length > 0 ? 'Shots without a project' : 'Shots'}</h2>
            <ul className="strip">
              {loose.map((tile) => (
                <li key={tile.id} className="tile">
                  <Tile tile={tile} />
                </li>
              ))}
            </ul>
          </section>
        )
      )}
    </main>
  );
}
