import { Suspense, useMemo } from 'react';
import { useGateway } from '../api/connection.tsx';
import { serverNow } from '../api/server-clock.ts';
import { withSentence } from '../brief/choice.ts';
import { choiceHash, useChoice } from '../brief/use-choice.ts';
import { CreatePage } from '../create/create-page.tsx';
import { NewsPlace } from '../news/news-place.tsx';
import { tourSeen } from '../tour/tour-seen.ts';
import { lazyPart, Waiting } from './lazy-part.tsx';
import { useRoute } from './route.ts';
import { ShotComing } from './shot-coming.tsx';
import { useTheme } from './theme.ts';
import { TopBar } from './top-bar.tsx';

// The first page is what most come for; the others are fetched when they are opened.
const ShotPage = lazyPart(() => import('../shots/shot-page.tsx'));
const TakesPage = lazyPart(() => import('../shots/takes-page.tsx'));
const ProjectPage = lazyPart(() => import('../projects/project-page.tsx'));
const BatchPage = lazyPart(() => import('../batches/batch-page.tsx'));
const JobPage = lazyPart(() => import('../jobs/job-page.tsx'));
const JobsPage = lazyPart(() => import('../jobs/jobs-page.tsx'));
const SpendPage = lazyPart(() => import('../spend/spend-page.tsx'));
const ModelsPage = lazyPart(() => import('../models/models-page.tsx'));
const KeysPage = lazyPart(() => import('../keys/keys-page.tsx'));
const FirstVisit = lazyPart(() => import('../tour/first-visit.tsx'), 'aside');
const SettingsPage = lazyPart(() => import('../settings/settings-page.tsx'));

/** The page: a bar and what the address names. */
export function App() {
  const route = useRoute();
  const [theme, setTheme] = useTheme();
  const underWay = useChoice();
  const { choice } = underWay;
  const { ground } = useGateway();
  // biome-ignore lint/correctness/useExhaustiveDependencies: before the gateway has answered nobody knows the server's time
  const now = useMemo(serverNow, [ground]);
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
      <Suspense fallback={route.page === 'shot' ? <ShotComing id={route.id} /> : <Waiting />}>
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
