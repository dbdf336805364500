import { lazy, Suspense, useState } from 'react';
import { withSentence } from '../brief/choice.ts';
import { choiceHash, useChoice } from '../brief/use-choice.ts';
import { CreatePage } from '../create/create-page.tsx';
import { NewsPlace } from '../news/news-place.tsx';
import { tourSeen } from '../tour/tour-seen.ts';
import { useRoute } from './route.ts';
import { useTheme } from './theme.ts';
import { TopBar } from './top-bar.tsx';

// The first page is what most come for; the others are fetched when they are opened.
const ShotPage = lazy(() => import('../shots/shot-page.tsx'));
const TakesPage = lazy(() => import('../shots/takes-page.tsx'));
const ProjectPage = lazy(() => import('../projects/project-page.tsx'));
const BatchPage = lazy(() => import('../batches/batch-page.tsx'));
const JobPage = lazy(() => import('../jobs/job-page.tsx'));
const JobsPage = lazy(() => import('../jobs/jobs-page.tsx'));
const SpendPage = lazy(() => import('../spend/spend-page.tsx'));
const ModelsPage = lazy(() => import('../models/models-page.tsx'));
const KeysPage = lazy(() => import('../keys/keys-page.tsx'));
const FirstVisit = lazy(() => import('../tour/first-visit.tsx'));
const SettingsPage = lazy(() => import('../settings/settings-page.tsx'));

/** The page: a bar and what the address names. */
export function App() {
  const route = useRoute();
  const [theme, setTheme] = useTheme();
  const underWay = useChoice();
  const { choice } = underWay;
  const [now] = useState(() => new Date().toISOString());
  const fillInSample = (prompt: string) => {
    underWay.change((before) => withSentence(before, prompt));
    location.hash = '#/create';
  };
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
        {route.page === 'batch' && route.id !== null && (
          <BatchPage key={`${route.id}?${route.query}`} name={route.id} query={route.query} />
        )}
        {route.page === 'jobs' && <JobsPage route={route} />}
        {route.page === 'job' && route.id !== null && <JobPage key={route.id} id={route.id} />}
        {route.page === 'spend' && <SpendPage />}
        {route.page === 'models' && <ModelsPage choice={choice} now={now} />}
        {route.page === 'keys' && <KeysPage />}
        {route.page === 'settings' && <SettingsPage theme={theme} onTheme={setTheme} onSample={fillInSample} />}
      </Suspense>
      <NewsPlace route={route} />
    </>
  );
}
