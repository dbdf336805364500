import { counted, dollars } from '@shotcaller/core';
import { type FormEvent, useState } from 'react';
import { useOfJobs } from '../api/connection.tsx';
import { serverNowMs } from '../api/server-clock.ts';
import { visible } from '../controls/visible-text.ts';
import { projectWords } from '../shot-words.ts';
import { billedUsdOf, type ShotTile } from '../shots/shot-view.ts';
import { usePoster } from '../shots/use-poster.ts';
import { newProject, type Project } from './project.ts';
import { projectStore } from './project-store.ts';

/** The projects of this browser, and a way to begin one. */
export function ProjectList({
  projects,
  tiles,
}: {
  readonly projects: readonly Project[];
  readonly tiles: readonly ShotTile[];
}) {
  const [name, setName] = useState('');
  const begin = (event: FormEvent) => {
    event.preventDefault();
    const project = newProject(name.trim() || 'Untitled project', serverNowMs());
    projectStore.put(project);
    location.hash = `#/projects/${project.id}`;
  };
  return (
    <section aria-labelledby="projects-title" className="projects">
      <h2 id="projects-title">Projects</h2>
      {projects.length > 0 && (
        <ul className="strip">
          {projects.map((project) => (
            <ProjectTile key={project.id} project={project} tiles={tiles} />
          ))}
        </ul>
      )}
      <form className="field new-project" onSubmit={begin}>
        <input
          value={name}
          maxLength={80}
          aria-label="Name of the new project"
          placeholder="The lantern film"
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button">
          New project
        </button>
      </form>
      <p className="soft">{projectWords.keptHere}</p>
    </section>
  );
}

function ProjectTile({ project, tiles }: { readonly project: Project; readonly tiles: readonly ShotTile[] }) {
  const own = project.shotIds.flatMap((id) => tiles.find((tile) => tile.id === id) ?? []);
  const cover = own.find((tile) => tile.cover)?.cover?.heard?.job;
  const poster = usePoster(cover?.files[0]);
  const isRead = useOfJobs(({ loaded }) => loaded);
  const billedUsd = billedUsdOf(own.flatMap(({ takes }) => takes));
  return (
    <li className="tile">
      <a href={`#/projects/${project.id}`}>
        <span className="tile-picture">
          {poster ? <img src={poster} alt="" /> : isRead && !cover && <span className="soft">No clip yet</span>}
        </span>
        <span className="tile-title">{visible(project.name)}</span>
      </a>
      <span className="soft">
        {counted(own.length, 'shot')}
        {isRead && ` · ${dollars(billedUsd)} billed`}
      </span>
    </li>
  );
}
