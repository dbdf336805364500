import { dollars } from '@shotcaller/core';
import { useEffect } from 'react';
import { isAdminOf, useGateway, useOfJobs, useSpend } from '../api/connection.tsx';
import type { JobBook } from '../api/job-book.ts';
import { serverNow } from '../api/server-clock.ts';
import { spentOn } from '../spend/spent-on.ts';
import { connectionWords } from '../words.ts';
import type { Route } from './route.ts';

const pages = [
  { page: 'takes', name: 'Takes' },
  { page: 'jobs', name: 'Jobs' },
  { page: 'spend', name: 'Spend' },
  { page: 'models', name: 'Models' },
  { page: 'settings', name: 'Settings' },
  // Last: it appears when the gateway has answered, and nothing is moved by it.
  { page: 'keys', name: 'Keys' },
] as const;

const underTakes: readonly Route['page'][] = ['shot', 'project', 'batch'];

/** The name, the pages, what was spent today, and whether money is real. */
export function TopBar({ route, createHash }: { readonly route: Route; readonly createHash: string }) {
  const { health } = useGateway();
  const shown = pages.filter(({ page }) => page !== 'keys' || isAdminOf(health));
  const underWay = useOfJobs(countUnderWay);
  const current = route.page === 'job' ? 'jobs' : underTakes.includes(route.page) ? 'takes' : route.page;
  return (
    <header className="top-bar">
      <button type="button" className="skip" onClick={skipToMain}>
        Skip to the page
      </button>
      <span className="wordmark">Shotcaller</span>
      <nav aria-label="Pages">
        <a href={createHash} aria-current={current === 'create' ? 'page' : undefined}>
          Create
        </a>
        {shown.map(({ page, name }) => (
          <a key={page} href={`#/${page}`} aria-current={current === page ? 'page' : undefined}>
            {name}
            {page === 'jobs' && underWay > 0 && (
              <span className="count">
                {underWay}
                <span className="spoken-only"> under way</span>
              </span>
            )}
          </a>
        ))}
      </nav>
      <span className="top-end">
        <SpentToday />
        <ConnectionSign />
      </span>
    </header>
  );
}

function countUnderWay({ byId }: JobBook): number {
  return [...byId.values()].filter(({ job }) => !job.ended && job.watched).length;
}

/** Bills of today's UTC day, and what is reserved on top of them. */
function SpentToday() {
  const { health } = useGateway();
  const spend = useSpend();
  if (!spend.ledger) return null;
  const { spentUsd, reservedUsd } = spentOn(spend.ledger.lines, serverNow().slice(0, 10));
  return (
    <a className="spent-today" href="#/spend">
      Today {dollars(spentUsd)}
      {Number(reservedUsd) > 0 && <span className="wide-only"> + {dollars(reservedUsd)} reserved</span>}
      {health?.simulated && <span className="spoken-only">, simulated</span>}
    </a>
  );
}

function ConnectionSign() {
  const { state, health } = useGateway();
  const money = state === 'online' || state === 'lost' ? (health?.simulated ? 'simulated' : 'real') : null;
  useEffect(() => {
    if (money === null) delete document.documentElement.dataset.money;
    else document.documentElement.dataset.money = money;
  }, [money]);
  if (state === 'connecting') return null;
  const [tone, text, more] = {
    online: health?.simulated
      ? (['simulated', connectionWords.simulator, connectionWords.simulatorMeans] as const)
      : (['real', connectionWords.live, connectionWords.liveMeans] as const),
    lost: ['gone', 'Reconnecting…', ''] as const,
    none: ['gone', 'Offline', ''] as const,
    locked: ['gone', 'Needs a key', ''] as const,
  }[state];
  return (
    <span className={`connection ${tone}`} role="status">
      <span>
        {text}
        {more !== '' && <span className="wide-only">: {more}</span>}
      </span>
    </span>
  );
}

/** A button, not a link: the address after `#` names the page. */
function skipToMain(): void {
  const main = document.getElementById('main');
  main?.setAttribute('tabindex', '-1');
  main?.focus();
}
