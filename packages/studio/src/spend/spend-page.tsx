import '../style/further-pages.css';
import { dollars, sumUsd } from '@shotcaller/core';
import { Suspense } from 'react';
import { isAdminOf, useGateway, useSpend } from '../api/connection.tsx';
import { serverNow } from '../api/server-clock.ts';
import type { LedgerAnswer } from '../api/wire.ts';
import { lazyPart } from '../app/lazy-part.tsx';
import { ModelName } from '../controls/model-name.tsx';
import { ReadFailure } from '../controls/read-failure.tsx';
import { visible } from '../controls/visible-text.ts';
import { spendWords } from '../page-words.ts';
import { BudgetsLeft } from '../run/budgets-left.tsx';
import { NotConnected } from '../run/not-connected.tsx';
import { Corrections } from './corrections.tsx';
import { ExportButton } from './export-button.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { LimitsForm } from './limits-form.tsx';
import { spentOn } from './spent-on.ts';
import { sumsByModel } from './sums-by-model.ts';
import { SumsTable } from './sums-table.tsx';

const LedgerCharts = lazyPart(() => import('./ledger-charts.tsx'), 'inside');

/** What was spent, by day and model, quotes beside bills, and what is left of the budgets. */
export default function SpendPage() {
  const { state, health } = useGateway();
  const spend = useSpend();
  const { ledger, failure } = spend;
  const isOnline = state === 'online';
  const keys = ledger?.keys ?? [];
  const isByKey = keys.some(({ owner }) => owner !== '');
  return (
    <main className="page" id="main">
      <h1>{spendWords.title}</h1>
      {!isOnline && <NotConnected state={state} />}
      {failure !== null && (
        <ReadFailure title={spendWords.unreadable} why={failure} isRepeated onTry={spend.readAgain} />
      )}
      {isOnline && !ledger && failure === null && (
        <p className="soft" aria-busy="true">
          {spendWords.reading}
        </p>
      )}
      {ledger && (
        <>
          {health?.simulated && <p className="soft">{spendWords.simulated}</p>}
          <Totals ledger={ledger} />
          <section aria-labelledby="budgets-title">
            <h2 id="budgets-title">{spendWords.limits}</h2>
            <BudgetsLeft budgets={ledger.budgets} />
            {isOnline &&
              (isAdminOf(health) ? (
                <LimitsForm onChanged={spend.readAgain} />
              ) : (
                <p className="soft">{spendWords.limitsOthers}</p>
              ))}
          </section>
          {ledger.lines.length === 0 ? (
            <div className="empty">
              <p>{spendWords.nothing}</p>
              <a className="button primary" href="#/create">
                Describe a clip
              </a>
            </div>
          ) : (
            <>
              <p className="exports">
                <ExportButton by="day">{spendWords.exportDays}</ExportButton>
                {isByKey && <ExportButton by="key">{spendWords.exportKeys}</ExportButton>}
              </p>
              <Suspense fallback={<div className="chart-space" aria-hidden="true" />}>
                <LedgerCharts lines={ledger.lines} />
              </Suspense>
              {isByKey && (
                <SumsTable
                  title={spendWords.byKey}
                  by="key"
                  rows={keys.map(({ owner, ...sums }) => ({ key: owner, name: <KeyJobs owner={owner} />, sums }))}
                />
              )}
              <SumsTable
                title={spendWords.byModel}
                by="model"
                rows={sumsByModel(ledger.lines).map(({ model, sums }) => ({
                  key: model,
                  name: <ModelJobs model={model} />,
                  sums,
                }))}
              />
              <Corrections corrections={ledger.corrections} />
              <LedgerTable lines={ledger.lines} />
            </>
          )}
        </>
      )}
    </main>
  );
}

function KeyJobs({ owner }: { readonly owner: string }) {
  return (
    <a href={`#/jobs?key=${encodeURIComponent(owner)}`}>{owner === '' ? spendWords.withoutKey : visible(owner)}</a>
  );
}

function ModelJobs({ model }: { readonly model: string }) {
  return (
    <a href={`#/jobs?model=${encodeURIComponent(model)}`}>
      <ModelName id={model} />
    </a>
  );
}

function Totals({ ledger: { lines, total } }: { readonly ledger: LedgerAnswer }) {
  // Those that were never bought are not a comparison.
  const quoted = sumUsd(lines.map(({ status, quotedUsd }) => (status === 'done' ? quotedUsd : null)));
  const today = spentOn(lines, serverNow().slice(0, 10));
  return (
    <dl className="figures">
      <div>
        <dt>{spendWords.today}</dt>
        <dd>
          {dollars(today.spentUsd)}
          {Number(today.reservedUsd) > 0 && <small> + {dollars(today.reservedUsd)} reserved</small>}
        </dd>
      </div>
      <div>
        <dt>billed in all</dt>
        <dd>{dollars(total.billedUsd)}</dd>
      </div>
      <div>
        <dt>quoted for the clips that came</dt>
        <dd>{dollars(quoted)}</dd>
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
