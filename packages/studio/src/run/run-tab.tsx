import { dollars, priceRange, type RequirementsInput, requestFindingSentence } from '@shotcaller/core';
import { useEffect, useMemo, useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { GatewayError } from '../api/gateway-error.ts';
import type { Budget, PreviewAnswer } from '../api/wire.ts';
import { goTo } from '../app/route.ts';
import type { Answer } from '../brief/answer.ts';
import type { Choice } from '../brief/choice.ts';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { BudgetsLeft } from './budgets-left.tsx';
import { NotConnected } from './not-connected.tsx';
import { RunRefused } from './run-refused.tsx';

/** Buys the clip on this model: the server's price and request first, then one button with the amount on it. */
export function RunTab({
  model,
  choice,
  answer,
}: {
  readonly model: string;
  readonly choice: Choice;
  readonly answer: Answer;
}) {
  const { state, health, jobs } = useConnection();
  const { requirements } = answer.selection;
  const [preview, setPreview] = useState<PreviewAnswer | null>(null);
  const [budgets, setBudgets] = useState<readonly Budget[]>([]);
  const [refusal, setRefusal] = useState<GatewayError | null>(null);
  const [isBuying, setIsBuying] = useState(false);
  const [takesUnknown, setTakesUnknown] = useState(false);
  // One order: pressing twice, or again after a lost answer, comes back to the first job.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another clip is another order
  const key = useMemo(() => `studio-${crypto.randomUUID()}`, [requirements, model]);

  useEffect(() => {
    if (state !== 'online') return;
    const controller = new AbortController();
    setPreview(null);
    setRefusal(null);
    gateway
      .preview({ requirements: requirements as RequirementsInput, model, formats: ['json'] }, controller.signal)
      .then(setPreview, (error) => !controller.signal.aborted && setRefusal(error as GatewayError));
    gateway.ledger(controller.signal).then(
      (ledger) => setBudgets(ledger.budgets),
      () => undefined,
    );
    return () => controller.abort();
  }, [state, requirements, model]);

  if (state !== 'online') return <NotConnected state={state} />;
  if (answer.missing.length > 0) {
    return <Notice tone="caution">A picture is asked for that is not here. Drop it into the form first.</Notice>;
  }
  if (refusal && !preview) return <RunRefused error={refusal} />;
  if (!preview)
    return (
      <p className="soft" aria-busy="true">
        Asking the gateway for the price…
      </p>
    );

  const { price, findings } = preview;
  const isUnknown = price.highUsd === null;
  const isRefused = findings.some(({ severity }) => severity === 'refused');
  const amount = isUnknown ? 'an unknown price' : priceRange(price);
  const buy = () => {
    setIsBuying(true);
    setRefusal(null);
    gateway
      .buy({
        requirements: requirements as RequirementsInput,
        model,
        key,
        ...(choice.profile === null ? { weights: choice.weights } : { profile: choice.profile }),
        ...(price.highUsd === null ? {} : { confirmUsd: price.highUsd }),
      })
      .then(
        (job) => {
          jobs.note(job);
          goTo(`#/jobs/${encodeURIComponent(job.id)}`);
        },
        (error) => {
          setIsBuying(false);
          setRefusal(error as GatewayError);
        },
      );
  };
  return (
    <>
      <p className="run-price">
        This clip costs <strong>{amount}</strong>.
        {price.confidence === 'range' &&
          price.highUsd !== null &&
          ` ${dollars(price.highUsd)} is held against the budget until the bill comes.`}
      </p>
      {health?.simulated && (
        <Notice tone="plain" title="Simulator">
          The clip comes from the simulator and no money moves. Start the server with a key to buy for real.
        </Notice>
      )}
      <BudgetsLeft budgets={budgets} />
      {findings.map((finding) => (
        <Notice key={`${finding.code} ${finding.field}`} tone={finding.severity === 'refused' ? 'failure' : 'caution'}>
          {visible(requestFindingSentence(finding))}
        </Notice>
      ))}
      {isUnknown && (
        <label className="switch">
          <input type="checkbox" checked={takesUnknown} onChange={({ target }) => setTakesUnknown(target.checked)} />
          <span>Buy it although nobody can say what it will cost</span>
        </label>
      )}
      {refusal && <RunRefused error={refusal} />}
      <button
        type="button"
        className="button primary buy"
        disabled={isBuying || isRefused || (isUnknown && !takesUnknown)}
        onClick={buy}
      >
        {isBuying ? 'Ordering, once…' : health?.simulated ? `Run for ${amount}, simulated` : `Spend ${amount}`}
      </button>
      <p className="soft">
        It is ordered once. If the answer is lost, it is not ordered again; the job stays in the list.
      </p>
    </>
  );
}
