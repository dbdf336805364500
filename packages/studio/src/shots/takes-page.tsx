import '../style/further-pages.css';
import { useMemo } from 'react';
import { useConnection } from '../api/connection.tsx';
import { BatchList } from '../batches/batch-list.tsx';
import { useBatches } from '../batches/use-batches.ts';
import { choiceOf } from '../brief/choice-link.ts';
import { ProjectList } from '../projects/project-list.tsx';
import { useProjects } from '../projects/project-store.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { takeWords } from '../words.ts';
import { useShots } from './shot-store.ts';
import { tilesOf } from './shot-view.ts';
import { Tile } from './tile.tsx';

/** Projects, and every other shot as a strip of film, newest first. */
export default function TakesPage() {
  const { state, jobs } = useConnection();
  const shots = useShots();
  const projects = useProjects();
  const batches = useBatches();
  const tiles = useMemo(() => tilesOf(shots, jobs.byId, ({ query }) => choiceOf(query).sentence), [shots, jobs.byId]);
  const inProjects = new Set(projects.flatMap(({ shotIds }) => shotIds));
  const loose = tiles.filter(({ id }) => !inProjects.has(id));
  return (
    <main className="page" id="main">
      <h1>Takes</h1>
      {state !== 'online' && <NotConnected state={state} />}
      <ProjectList projects={projects} tiles={tiles} />
      <BatchList {...batches} />
      {tiles.length === 0 && projects.length === 0 && batches.batches.length === 0 ? (
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
