import { dollars } from '@shotcaller/core';
import { lazy, Suspense } from 'react';
import { useConnection } from '../api/connection.tsx';
import type { LedgerAnswer } from '../api/wire.ts';
import { Notice } from '../controls/notice.tsx';
import { BudgetsLeft } from '../run/budgets-left.tsx';
import { NotConnected } from '../run/not-connected.tsx';
import { Corrections } from './corrections.tsx';
import { ExportButton } from './export-button.tsx';
import { LedgerTable } from './ledger-table.tsx';

const LedgerCharts = lazy(() => import('./ledger-charts.tsx'));

/** What was spent, by day and model, quotes beside bills, and what is left of the budgets. */
export default function SpendPage() {
  const { state, health, spend } = useConnection();
  const { ledger, failure } = spend;
  const isOnline = state === 'online';
  return (
    <main className="page" id="main">
      <h1>Spend</h1>
      {!isOnline && <NotConnected state={state} />}
      {failure !== null && (
        <Notice tone="failure" title="The ledger cannot be read">
          {failure}
        </Notice>
      )}
      {isOnline && !ledger && failure === null && (
        <p className="soft" aria-busy="true">
          Reading the ledger…
        </p>
      )}
      {ledger && (
        <>
          {health?.simulated && (
            <p className="soft">The clips came from the simulator: these bills are simulated and no money moved.</p>
          )}
          <Totals ledger={ledger} />
          {ledger.budgets.length > 0 ? (
            <section aria-labelledby="budgets-title">
              <h2 id="budgets-title">Budgets</h2>
              <BudgetsLeft budgets={ledger.budgets} />
            </section>
          ) : (
            <p className="soft">No budget is set. Limits per clip, day and month stand in the configuration.</p>
          )}
          {ledger.lines.length === 0 ? (
            <div className="empty">
              <p>Nothing has been spent yet.</p>
              <a className="button primary" href="#/create">
                Describe a clip
              </a>
            </div>
          ) : (
            <>
              <ExportButton />
              <Suspense fallback={<div className="chart-space" aria-hidden="true" />}>
                <LedgerCharts lines={ledger.lines} />
              </Suspense>
              <Corrections corrections={ledger.corrections} />
              <LedgerTable lines={ledger.lines} />
            </>
          )}
        </>
      )}
    </main>
  );
}

function Totals({ ledger: { lines, total } }: { readonly ledger: LedgerAnswer }) {
  // For showing: the sums of the server are exact decimals, and those that were never bought are not a comparison.
  const quoted = lines.reduce((sum, { status, quotedUsd }) => (status === 'done' ? sum + Number(quotedUsd) : sum), 0);
  return (
    <dl className="figures">
      <div>
        <dt>billed</dt>
        <dd>{dollars(total.billedUsd)}</dd>
      </div>
      <div>
        <dt>quoted for the clips that came</dt>
        <dd>{dollars(String(quoted))}</dd>
      </div>
      <div>
        <dt>reserved for jobs under way</dt>
        <dd>{dollars(total.reservedUsd)}</dd>
      </div>
      {total.unknownBills > 0 && (
        <div>
          <dt>{total.unknownBills === 1 ? 'bill not known' : 'bills not known'}</dt>
          <dd>
            {total.unknownBills}{' '}
            <small>
              {dollars(total.assumedUsd)} reserved for them
              {total.disputedBills > 0 && `, ${total.disputedBills} stated and not believed`}
            </small>
          </dd>
        </div>
      )}
    </dl>
  );
}
