import { jobReasonSentence, type RequirementsInput, requestFindingSentence } from '@shotcaller/core';
import { useEffect, useRef, useState } from 'react';
import { useConnection, useIsMoneyRead } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { GatewayError } from '../api/gateway-error.ts';
import { serverNowMs } from '../api/server-clock.ts';
import type { PreviewAnswer } from '../api/wire.ts';
import { replaceBy } from '../app/route.ts';
import type { Answer } from '../brief/answer.ts';
import { type Choice, type Field, withField } from '../brief/choice.ts';
import type { ChangeChoice } from '../brief/use-choice.ts';
import { localTime } from '../controls/local-time.ts';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { keepShot, shotToOrder } from '../create/compose-shot.ts';
import { FrameField } from '../create/frame-field.tsx';
import { ReferenceField } from '../create/reference-field.tsx';
import { overProjectText } from '../projects/project-sums.ts';
import { useProjectLeft } from '../projects/use-project-left.ts';
import { isFruitless, useFruitless } from '../shots/fruitless.ts';
import { placeOrder } from '../shots/place-order.ts';
import { clipHashOf, nextTake, type Shot, type Take } from '../shots/shot.ts';
import { shotStore, useShots } from '../shots/shot-store.ts';
import { createWords, forPrice, orderWords, pictureWords, upTo } from '../words.ts';
import { BudgetsLeft } from './budgets-left.tsx';
import { LimitSentence } from './limit-sentence.tsx';
import { NotConnected } from './not-connected.tsx';
import { OrderedBefore } from './ordered-before.tsx';
import { brokenBudget } from './over-budget.ts';
import { RunRefused } from './run-refused.tsx';

/** Buys the clip on this model: the server's price and request first, then one button with the amount on it. */
export function RunTab({
  model,
  choice,
  answer,
  change,
}: {
  readonly model: string;
  readonly choice: Choice;
  readonly answer: Answer;
  readonly change: ChangeChoice;
}) {
  const { state, health, jobs, spend } = useConnection();
  const isMoneyRead = useIsMoneyRead();
  const { requirements } = answer.selection;
  // What was meant is not known, and nothing else is ordered in its place.
  const wrongFields = answer.problems.map(({ label }) => label).join(', ');
  const [preview, setPreview] = useState<PreviewAnswer | null>(null);
  const [refusal, setRefusal] = useState<GatewayError | null>(null);
  const [isBuying, setIsBuying] = useState(false);
  const [takesUnknown, setTakesUnknown] = useState(false);
  const [look, setLook] = useState(0);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  useShots();
  const projectLeftUsd = useProjectLeft(choice.project);
  const shot = shotStore.forClip(clipHashOf(choice));
  const fruitless = useFruitless(shot);
  const take = shot && openTakeOf(shot, model);
  const heard = take && [...jobs.byId.values()].find(({ job }) => job.id === take.jobId || job.key === take.key);
  const isDescribed = requirements.prompt !== undefined || requirements.task !== 'generate';

  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` grows when the price is to be looked at again
  useEffect(() => {
    if (state !== 'online') return;
    const controller = new AbortController();
    setPreview(null);
    setRefusal(null);
    gateway
      .preview({ requirements: requirements as RequirementsInput, model, formats: ['json'] }, controller.signal)
      .then(setPreview, (error) => !controller.signal.aborted && setRefusal(error as GatewayError));
    return () => controller.abort();
  }, [state, requirements, model, look]);

  if (state !== 'online') return <NotConnected state={state} />;
  if (answer.isSeeking) return <p className="soft">{pictureWords.reading}</p>;
  if (answer.missing.length > 0) {
    return (
      <>
        <Notice tone="caution">{pictureWords.needed}</Notice>
        {[...new Set(answer.missing.map(({ slot }) => slot))].map((slot) => {
          const parts = {
            choice,
            answer,
            setField: (field: Field, value: unknown) => change((before) => withField(before, field, value)),
          };
          if (slot === 'references') return <ReferenceField key={slot} {...parts} />;
          const label = slot === 'firstFrame' ? 'First frame' : 'Last frame';
          return <FrameField key={slot} slot={slot} label={label} {...parts} />;
        })}
      </>
    );
  }
  if (refusal && !preview) {
    return (
      <>
        <RunRefused error={refusal} isOrder={false} />
        <LookAgain onLook={() => setLook((before) => before + 1)} />
      </>
    );
  }
  if (!preview || !isMoneyRead)
    return (
      <p className="soft" aria-busy="true">
        Asking the gateway for the price…
      </p>
    );

  const { price, findings } = preview;
  const isUnknown = price.highUsd === null;
  const isRefused = findings.some(({ severity }) => severity === 'refused');
  const budgets = spend.ledger?.budgets ?? [];
  const broken = brokenBudget(budgets, [price]);
  const before = heard && isFruitless(heard.job) ? heard.job : null;
  // A job that is older than the list of jobs goes back has an id all the same.
  const orderedId = before ? null : heard ? heard.job.id : (take?.jobId ?? null);
  if (take && orderedId !== null && !isBuying) {
    return (
      <OrderedBefore
        hash={`#/jobs/${encodeURIComponent(orderedId)}`}
        orderedAtMs={take.orderedAtMs}
        onAnother={() => shotStore.changeTake(take.key, (before) => ({ ...before, isReleased: true }))}
      />
    );
  }
  const buy = () => {
    if (isBuying) return;
    setIsBuying(true);
    setRefusal(null);
    // Read again: another tab may have ordered it since this was drawn.
    const own = shotToOrder(choice, choice, serverNowMs());
    const last = openTakeOf(own, model);
    const earlier = last && fruitless.has(last.key) ? undefined : last;
    const confirmUsd = price.highUsd;
    // An order that was refused bought nothing: what is confirmed is the price as it is shown now.
    const order = earlier?.isRefused
      ? { ...earlier, confirmUsd }
      : (earlier ?? nextTake(own, { model, confirmUsd }, serverNowMs()));
    // Before it is sent: whatever happens from here on comes back to this order.
    keepShot(choice, { ...own, takes: [...own.takes.filter(({ key }) => key !== order.key), order] });
    placeOrder(order, requirements).then(
      (job) => {
        jobs.note(job);
        // Who has gone elsewhere meanwhile stays there.
        if (isHere.current) replaceBy(`#/jobs/${encodeURIComponent(job.id)}`);
      },
      (error) => {
        setIsBuying(false);
        setRefusal(error as GatewayError);
        jobs.reload();
      },
    );
  };
  const overProject = overProjectText(price.highUsd ?? '0', projectLeftUsd);
  const isAfterRefusal = refusal?.isRefusal === true;
  return (
    <>
      <p className="run-price">
        This clip costs <strong>{upTo(price)}</strong>.
        {price.confidence === 'range' && ' That much is reserved until the bill comes.'}
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
      {isUnknown && !broken && (
        <label className="switch">
          <input type="checkbox" checked={takesUnknown} onChange={({ target }) => setTakesUnknown(target.checked)} />
          <span>Run at an unknown price</span>
        </label>
      )}
      {broken && !refusal && (
        <Notice tone="failure" title="Over the budget">
          <LimitSentence broken={broken} />
        </Notice>
      )}
      {overProject !== null && (
        <Notice tone="failure" title="Over the budget of the project">
          {overProject}
        </Notice>
      )}
      {before?.reason && !refusal && !broken && (
        <Notice tone="failure" title={before.status === 'refused' ? 'Not ordered' : 'The order before brought no clip'}>
          {visible(jobReasonSentence(before.reason, { localTime }))}
        </Notice>
      )}
      {refusal && <RunRefused error={refusal} isOrder />}
      {take && !heard && !refusal && !isBuying && <Notice tone="caution">{orderWords.inDoubt}</Notice>}
      {wrongFields !== '' && <Notice tone="caution">{createWords.mendFirst(wrongFields)}</Notice>}
      {!isDescribed && <Notice tone="caution">{orderWords.describeFirst}</Notice>}
      {isAfterRefusal && <LookAgain onLook={() => setLook((before) => before + 1)} />}
      <button
        type="button"
        className="button primary buy"
        aria-disabled={isBuying}
        disabled={
          isRefused ||
          isAfterRefusal ||
          broken !== null ||
          overProject !== null ||
          !isDescribed ||
          wrongFields !== '' ||
          (isUnknown && !takesUnknown)
        }
        onClick={buy}
      >
        {isBuying
          ? orderWords.placing
          : health?.simulated
            ? `Run ${forPrice(price)}, simulated`
            : isUnknown
              ? 'Run at an unknown price'
              : `Spend ${upTo(price)}`}
      </button>
      <p className="soft">{orderWords.once}</p>
    </>
  );
}

function LookAgain({ onLook }: { readonly onLook: () => void }) {
  return (
    <p>
      <button type="button" className="button" onClick={onLook}>
        {orderWords.lookAgain}
      </button>
    </p>
  );
}

function openTakeOf({ takes }: Shot, model: string): Take | undefined {
  return takes.findLast((take) => take.model === model && !take.isReleased);
}
