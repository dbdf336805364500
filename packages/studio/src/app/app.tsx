import { useState } from 'react';
import { CataloguePage } from '../catalogue/catalogue-page.tsx';
import { choiceHash, useChoice } from '../choice/use-choice.ts';
import { ChoosePage } from '../choose/choose-page.tsx';
import { JobPage } from '../jobs/job-page.tsx';
import { JobsPage } from '../jobs/jobs-page.tsx';
import { LedgerPage } from '../ledger/ledger-page.tsx';
import { useRoute } from './route.ts';
import { useTheme } from './theme.ts';
import { TopBar } from './top-bar.tsx';

/** The page: a bar and what the address names. */
export function App() {
  const route = useRoute();
  const [theme, nextTheme] = useTheme();
  const [choice, change] = useChoice();
  const [now] = useState(() => new Date().toISOString());
  return (
    <>
      <TopBar route={route} chooseHash={choiceHash(choice)} theme={theme} onTheme={nextTheme} />
      {route.page === 'choose' && <ChoosePage choice={choice} change={change} now={now} />}
      {route.page === 'jobs' && <JobsPage route={route} />}
      {route.page === 'job' && route.id !== null && <JobPage id={route.id} choice={choice} />}
      {route.page === 'ledger' && <LedgerPage />}
      {route.page === 'catalogue' && <CataloguePage choice={choice} now={now} />}
    </>
  );
}
