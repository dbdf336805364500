import { useState } from 'react';
import { clientKey } from '../api/client-key.ts';
import { useConnection } from '../api/connection.tsx';
import type { Theme } from '../app/theme.ts';
import { OptionGroup } from '../controls/option-group.tsx';
import { BudgetsLeft } from '../run/budgets-left.tsx';
import { NotConnected } from '../run/not-connected.tsx';

const themeOptions: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** What is set in this browser, and what this page is connected to. */
export default function SettingsPage({
  theme,
  onTheme,
}: {
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}) {
  const { state, health, spend, lock } = useConnection();
  return (
    <main className="page" id="main">
      <h1>Settings</h1>
      <OptionGroup legend="Colours" options={themeOptions} value={theme} onChange={onTheme} />
      <Notifications />
      <section aria-labelledby="server-title">
        <h2 id="server-title">Server</h2>
        {state === 'online' ? (
          <p>
            {health?.simulated
              ? 'Clips come from the simulator, and no money moves.'
              : `Clips are bought${health?.upstream ? ` from ${health.upstream}` : ''} with real money.`}{' '}
            <span className="soft">Shotcaller {health?.version}</span>
          </p>
        ) : (
          <NotConnected state={state} />
        )}
        {clientKey.get() !== null && state !== 'locked' && (
          <p>
            A client key is kept in this tab.{' '}
            <button type="button" className="button" onClick={lock}>
              Use another key
            </button>
          </p>
        )}
      </section>
      <section aria-labelledby="limits-title">
        <h2 id="limits-title">Budgets</h2>
        {spend.ledger && spend.ledger.budgets.length > 0 ? (
          <BudgetsLeft budgets={spend.ledger.budgets} />
        ) : (
          <p className="soft">
            No budget is set. Set <code>caps.perJobUsd</code>, <code>caps.perDayUsd</code> or{' '}
            <code>caps.perMonthUsd</code> in the configuration of the server.
          </p>
        )}
      </section>
    </main>
  );
}

function Notifications() {
  const [permission, setPermission] = useState(() =>
    'Notification' in globalThis ? Notification.permission : 'denied',
  );
  return (
    <section aria-labelledby="notify-title">
      <h2 id="notify-title">When a clip is done</h2>
      {permission === 'granted' && (
        <p>This browser shows a notification when a clip is done while you look elsewhere.</p>
      )}
      {permission === 'denied' && (
        <p className="soft">
          This browser shows no notifications for this page. The title of the tab counts finished clips.
        </p>
      )}
      {permission === 'default' && (
        <p>
          <button
            type="button"
            className="button"
            onClick={() => Notification.requestPermission().then(setPermission, () => undefined)}
          >
            Notify me when a clip is done
          </button>
        </p>
      )}
    </section>
  );
}
