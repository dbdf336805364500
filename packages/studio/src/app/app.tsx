import { lazy, Suspense, useState } from 'react';
import { choiceHash, useChoice } from '../brief/use-choice.ts';
import { ChoosePage } from '../create/choose-page.tsx';
import { useRoute } from './route.ts';
import { useTheme } from './theme.ts';
import { TopBar } from './top-bar.tsx';

// The first page is what most come for; the others are fetched when they are opened.
const JobPage = lazy(() => import('../jobs/job-page.tsx'));
const JobsPage = lazy(() => import('../jobs/jobs-page.tsx'));
const LedgerPage = lazy(() => import('../ledger/ledger-page.tsx'));
const CataloguePage = lazy(() => import('../models/catalogue-page.tsx'));

/** The page: a bar and what the address names. */
export function App() {
  const route = useRoute();
  const [theme, nextTheme] = useTheme();
  const [choice, change] = useChoice();
  const [now] = useState(() => new Date().toISOString());
  return (
    <>
      <TopBar route={route} chooseHash={choiceHash(choice)} theme={theme} onTheme={nextTheme} />
      <Suspense fallback={<main className="page" aria-busy="true" />}>
        {route.page === 'choose' && <ChoosePage choice={choice} change={change} now={now} />}
        {route.page === 'jobs' && <JobsPage route={route} />}
        {route.page === 'job' && route.id !== null && <JobPage id={route.id} choice={choice} />}
        {route.page === 'ledger' && <LedgerPage />}
        {route.page === 'catalogue' && <CataloguePage choice={choice} now={now} />}
      </Suspense>
    </>
  );
}
