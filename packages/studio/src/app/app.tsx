import { lazy, Suspense, useEffect, useState } from 'react';

<<<<<<< HEAD

import { useConnection } from '../api/connection.tsx';
import { withSentence } from '../brief/choice.ts';

=======

import { choiceOf } from '../brief/choice-link.ts';

>>>>>>> 9dd787e (Titles name the project and the shot; Ctrl Enter anywhere on Create; fingers, print, containers; tests of user paths)

import { choiceHash, useChoice } from '../brief/use-choice.ts';
import { visible } from '../controls/visible-text.ts';
import { CreatePage } from '../create/create-page.tsx';

<<<<<<< HEAD

import { useNews } from '../news/use-news.ts';
import { tourSeen } from '../tour/tour-seen.ts';
import { connectionWords } from '../words.ts';

=======

import { useFinishedSigns } from '../jobs/use-finished-signs.ts';
import { useProjects } from '../projects/project-store.ts';
import type { Shot } from '../shots/shot.ts';
import { useShots } from '../shots/shot-store.ts';

>>>>>>> 9dd787e (Titles name the project and the shot; Ctrl Enter anywhere on Create; fingers, print, containers; tests of user paths)

import { type Route, useRoute } from './route.ts';
import { useTheme } from './theme.ts';
import { TopBar } from './top-bar.tsx';

// The first page is what most come for; the others are fetched when they are opened.
const ShotPage = lazy(() => import('../shots/shot-page.tsx'));
const TakesPage = lazy(() => import('../shots/takes-page.tsx'));
const ProjectPage = lazy(() => import('../projects/project-page.tsx'));
const JobPage = lazy(() => import('../jobs/job-page.tsx'));
const JobsPage = lazy(() => import('../jobs/jobs-page.tsx'));
const SpendPage = lazy(() => import('../spend/spend-page.tsx'));
const ModelsPage = lazy(() => import('../models/models-page.tsx'));
const KeysPage = lazy(() => import('../keys/keys-page.tsx'));
const FirstVisit = lazy(() => import('../tour/first-visit.tsx'));
const Toasts = lazy(() => import('../news/toasts.tsx'));
const SettingsPage = lazy(() => import('../settings/settings-page.tsx'));

const titles: Readonly<Record<Route['page'], string>> = {
  create: 'Create',
  takes: 'Takes',
  shot: 'Takes',
  project: 'Project',
  view: 'Comparison',
  jobs: 'Jobs',
  job: 'Job',
  spend: 'Spend',
  models: 'Models',
  keys: 'Keys',
  settings: 'Settings',
};

function promptOf(shot: Shot | undefined): string | undefined {
  return shot && choiceOf(shot.query).sentence;
}

/** The page: a bar and what the address names. */
export function App() {
  const route = useRoute();
  const [theme, setTheme] = useTheme();
  const underWay = useChoice();
  const { choice } = underWay;
  const [now] = useState(() => new Date().toISOString());
<<<<<<< HEAD
  const news = useNews(route);
  const { state, health } = useConnection();
  const isSimulated = state === 'online' && health?.simulated === true;
  useEffect(() => {
    const done = news.unseen > 0 ? `(${news.unseen} done) ` : '';
    document.title = `${done}${titles[route.page]} · Shotcaller${isSimulated ? connectionWords.simulatedTitle : ''}`;
  }, [route.page, news.unseen, isSimulated]);
  const fillInSample = (prompt: string) => {
    underWay.change((before) => withSentence(before, prompt));
    location.hash = '#/create';
  };
=======
  const finished = useFinishedSigns();
  const projects = useProjects();
  const shots = useShots();
  const named =
    route.page === 'project'
      ? projects.find(({ id }) => id === route.id)?.name
      : route.page === 'shot'
        ? promptOf(shots.find(({ id }) => id === route.id))
        : undefined;
  const title = named ? `${visible(named.slice(0, 60))} · ${titles[route.page]}` : titles[route.page];
  useEffect(() => {
    document.title = `${finished > 0 ? `(${finished} done) ` : ''}${title} · Shotcaller`;
  }, [title, finished]);
>>>>>>> 9dd787e (Titles name the project and the shot; Ctrl Enter anywhere on Create; fingers, print, containers; tests of user paths)
  return (
    <>
      <TopBar route={route} createHash={choiceHash(choice)} />
      {route.page === 'create' && !tourSeen.get() && (
        <Suspense>
          <FirstVisit onSample={fillInSample} />
        </Suspense>
      )}
      <Suspense fallback={<main className="page" aria-busy="true" />}>
        {route.page === 'create' && <CreatePage {...underWay} now={now} />}
        {route.page === 'takes' && <TakesPage />}
        {route.page === 'shot' && route.id !== null && (
          <ShotPage key={route.id} id={route.id} route={route} now={now} />
        )}
        {route.page === 'project' && route.id !== null && <ProjectPage key={route.id} id={route.id} now={now} />}
        {route.page === 'jobs' && <JobsPage route={route} />}
        {route.page === 'job' && route.id !== null && <JobPage key={route.id} id={route.id} />}
        {route.page === 'spend' && <SpendPage />}
        {route.page === 'models' && <ModelsPage choice={choice} now={now} />}
        {route.page === 'keys' && <KeysPage />}
        {route.page === 'settings' && <SettingsPage theme={theme} onTheme={setTheme} onSample={fillInSample} />}
      </Suspense>
      {news.shown.length > 0 && (
        <Suspense>
          <Toasts news={news.shown} onDismiss={news.dismiss} />
        </Suspense>
      )}
    </>
  );
}
