import '../style/further-pages.css';
import { Suspense, useState } from 'react';
import { clientKey } from '../api/client-key.ts';
import { isAdminOf, useGateway, useSpend } from '../api/connection.tsx';
import { lazyPart } from '../app/lazy-part.tsx';
import type { Theme } from '../app/theme.ts';
import { OptionGroup } from '../controls/option-group.tsx';
import { visible } from '../controls/visible-text.ts';
import { catalogueSourceNames } from '../create/headline.ts';
import { settingsWords } from '../page-words.ts';
import { BudgetsLeft } from '../run/budgets-left.tsx';
import { NotConnected } from '../run/not-connected.tsx';
import { newsWords } from '../words.ts';

const Tour = lazyPart(() => import('../tour/tour.tsx'), 'inside');

const themeOptions: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: settingsWords.asSystem },
  { value: 'light', label: settingsWords.light },
  { value: 'dark', label: settingsWords.dark },
];

/** What is set in this browser, and what this page is connected to. */
export default function SettingsPage({
  theme,
  onTheme,
  onSample,
}: {
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  /** Fills in the sample of the tour. */
  readonly onSample: (prompt: string) => void;
}) {
  const { health } = useGateway();
  const spend = useSpend();
  return (
    <main className="page" id="main">
      <h1>{settingsWords.title}</h1>
      <OptionGroup legend={settingsWords.colours} options={themeOptions} value={theme} onChange={onTheme} />
      <Notifications />
      <Server />
      <section aria-labelledby="limits-title">
        <h2 id="limits-title">{settingsWords.limits}</h2>
        {!spend.ledger ? (
          <p className="soft">{spend.failure === null ? settingsWords.limitsUnread : visible(spend.failure)}</p>
        ) : spend.ledger.budgets.length > 0 ? (
          <BudgetsLeft budgets={spend.ledger.budgets} />
        ) : (
          <p className="soft">{settingsWords.noLimit}</p>
        )}
        <p>
          <a href="#/spend">{settingsWords.toSpend}</a>
          {isAdminOf(health) && (
            <>
              {' · '}
              <a href="#/keys">{settingsWords.toKeys}</a>
            </>
          )}
        </p>
      </section>
      <TourAgain onSample={onSample} />
    </main>
  );
}

function Server() {
  const { state, health, ground, lock } = useGateway();
  return (
    <section aria-labelledby="server-title">
      <h2 id="server-title">{settingsWords.server}</h2>
      {state === 'online' ? (
        <>
          <p>
            {health?.simulated ? settingsWords.simulated : settingsWords.bought(health?.upstream)}{' '}
            <span className="soft">Shotcaller {health?.version}</span>
          </p>
          <p className="soft">
            {settingsWords.catalogue(
              `${catalogueSourceNames[ground.catalog.source]}${ground.catalog.asOf === null ? '' : ` of ${ground.catalog.asOf.slice(0, 10)}`}`,
              ground.catalog.models.length,
            )}
          </p>
        </>
      ) : (
        <NotConnected state={state} />
      )}
      {clientKey.get() !== null && state !== 'locked' && (
        <p>
          {settingsWords.key}{' '}
          <button type="button" className="button" onClick={lock}>
            {settingsWords.otherKey}
          </button>
        </p>
      )}
    </section>
  );
}

function Notifications() {
  const [permission, setPermission] = useState(() =>
    'Notification' in globalThis ? Notification.permission : 'denied',
  );
  return (
    <section aria-labelledby="notify-title">
      <h2 id="notify-title">{settingsWords.notify}</h2>
      {permission === 'granted' && (
        <p>
          {settingsWords.notifyOn}{' '}
          <button
            type="button"
            className="button small"
            onClick={() => new Notification(newsWords.done, { body: settingsWords.notifyTest, tag: 'test' })}
          >
            {settingsWords.notifyTry}
          </button>
        </p>
      )}
      {permission === 'denied' && <p className="soft">{settingsWords.notifyOff}</p>}
      {permission === 'default' && (
        <p>
          <button
            type="button"
            className="button"
            onClick={() => Notification.requestPermission().then(setPermission, () => undefined)}
          >
            {settingsWords.notifyAsk}
          </button>
        </p>
      )}
    </section>
  );
}

function TourAgain({ onSample }: { readonly onSample: (prompt: string) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section aria-labelledby="tour-again-title">
      <h2 id="tour-again-title">{settingsWords.tour}</h2>
      <p className="soft">{settingsWords.tourHint}</p>
      <p>
        <button type="button" className="button" onClick={() => setIsOpen(true)}>
          {settingsWords.tourAgain}
        </button>
      </p>
      {isOpen && (
        <Suspense>
          <Tour onClose={() => setIsOpen(false)} onSample={onSample} />
        </Suspense>
      )}
    </section>
  );
}
