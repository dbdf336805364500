import { useConnection } from '../api/connection.tsx';
import type { Route } from './route.ts';
import type { Theme } from './theme.ts';

const pages = [
  { page: 'jobs', name: 'Jobs' },
  { page: 'ledger', name: 'Ledger' },
  { page: 'catalogue', name: 'Catalogue' },
] as const;

/** The name, the pages, what the page is connected to, light or dark. */
export function TopBar({
  route,
  chooseHash,
  theme,
  onTheme,
}: {
  readonly route: Route;
  readonly chooseHash: string;
  readonly theme: Theme;
  readonly onTheme: () => void;
}) {
  const { jobs } = useConnection();
  const underWay = [...jobs.byId.values()].filter(({ job }) => !job.ended && job.status !== 'unknown').length;
  const current = route.page === 'job' ? 'jobs' : route.page;
  return (
    <header className="top-bar">
      <button type="button" className="skip" onClick={skipToMain}>
        Skip to the page
      </button>
      <span className="wordmark">Shotcaller</span>
      <nav aria-label="Pages">
        <a href={chooseHash} aria-current={current === 'choose' ? 'page' : undefined}>
          Choose
        </a>
        {pages.map(({ page, name }) => (
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
        <ConnectionSign />
        <button type="button" className="button small" onClick={onTheme}>
          <span className="spoken-only">Colours: </span>
          {{ system: 'Auto', light: 'Light', dark: 'Dark' }[theme]}
        </button>
      </span>
    </header>
  );
}

function ConnectionSign() {
  const { state, health } = useConnection();
  if (state === 'connecting') return null;
  const [tone, text] = {
    online: health?.simulated ? (['simulated', 'Simulator'] as const) : (['real', 'Live'] as const),
    lost: ['gone', 'Gateway gone'] as const,
    none: ['simulated', 'Choosing only'] as const,
    locked: ['gone', 'Needs a key'] as const,
  }[state];
  return (
    <span className={`connection ${tone}`} role="status">
      {text}
    </span>
  );
}

/** A button, not a link: the address after `#` names the page. */
function skipToMain(): void {
  const main = document.getElementById('main');
  main?.setAttribute('tabindex', '-1');
  main?.focus();
}
