import { useEffect } from 'react';
import { useGateway } from '../api/connection.tsx';
import { choiceOf } from '../brief/choice-link.ts';
import { shortened, visible } from '../controls/visible-text.ts';
import { useProjects } from '../projects/project-store.ts';
import { useShots } from '../shots/shot-store.ts';
import { connectionWords } from '../words.ts';
import type { Route } from './route.ts';

const titles: Readonly<Record<Route['page'], string>> = {
  create: 'Create',
  takes: 'Takes',
  shot: 'Takes',
  project: 'Project',
  batch: 'Batch',
  view: 'Comparison',
  jobs: 'Jobs',
  job: 'Job',
  spend: 'Spend',
  models: 'Models',
  keys: 'Keys',
  settings: 'Settings',
};

/** Characters of a prompt or a name in a title. */
const mostNamed = 60;

/** Names the tab by what it shows: the project, the prompt of the shot, else the page; before it how many jobs are done and not looked at. */
export function usePageTitle({ page, id }: Route, unseen: number): void {
  const { state, health } = useGateway();
  const projects = useProjects();
  const shots = useShots();
  const shot = page === 'shot' ? shots.find((entry) => entry.id === id) : undefined;
  const named =
    page === 'batch'
      ? id
      : page === 'project'
        ? projects.find((entry) => entry.id === id)?.name
        : shot && choiceOf(shot.query).sentence;
  const title = named ? `${visible(shortened(named, mostNamed))} · ${titles[page]}` : titles[page];
  const isSimulated = state === 'online' && health?.simulated === true;
  useEffect(() => {
    const done = unseen > 0 ? `(${unseen} done) ` : '';
    document.title = `${done}${title} · Shotcaller${isSimulated ? connectionWords.simulatedTitle : ''}`;
  }, [title, unseen, isSimulated]);
}
