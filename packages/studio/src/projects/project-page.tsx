import '../style/further-pages.css';
import { counted, dollars } from '@shotcaller/core';
import { useMemo, useState } from 'react';
import { useConnection, useIsMoneyRead } from '../api/connection.tsx';
import { serverNowMs } from '../api/server-clock.ts';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { useShootKey } from '../create/use-shoot-key.ts';
import { LimitSentence } from '../run/limit-sentence.tsx';
import { NotConnected } from '../run/not-connected.tsx';
import { brokenBudget } from '../run/over-budget.ts';
import { projectWords } from '../shot-words.ts';
import { shotStore } from '../shots/shot-store.ts';
import { useOlderJobs } from '../shots/use-older-jobs.ts';
import { useOrders } from '../shots/use-orders.ts';
import { orderWords } from '../words.ts';
import { FilmStrip } from './film-strip.tsx';
import { LookForm } from './look-form.tsx';
import { ProjectHead } from './project-head.tsx';
import { useProjects } from './project-store.ts';
import { leftOf, overProjectText, sumsOf } from './project-sums.ts';
import { ProjectTools } from './project-tools.tsx';
import { RefusedOrders } from './refused-orders.tsx';
import { mostUsd, withPlannedTakes } from './shot-plan.ts';
import { UnsentOrders } from './unsent-orders.tsx';
import { useProjectShots } from './use-project-shots.ts';

/** The shots of a project: their common look, their order, what they cost, and one button that shoots what is not shot yet. */
export default function ProjectPage({ id, now }: { readonly id: string; readonly now: string }) {
  const { state, jobs, spend, health } = useConnection();
  const isMoneyRead = useIsMoneyRead();
  const project = useProjects().find((entry) => entry.id === id);
  const { tiles, shots, plans, isPlanned, unsent: orders } = useProjectShots(project, now);
  const [failure, setFailure] = useState<string | null>(null);
  const sending = useOrders(orders);
  const { underWay } = sending;
  useShootKey();
  useOlderJobs(useMemo(() => tiles.flatMap(({ takes }) => takes), [tiles]));

  if (!project) {
    return (
      <main className="page" id="main">
        <h1>Project</h1>
        <Notice tone="caution">{projectWords.notHere}</Notice>
        <p>
          <a href="#/takes">All takes</a>
        </p>
      </main>
    );
  }
  const sums = sumsOf(tiles.flatMap(({ takes }) => takes));
  const left = leftOf(project.budgetUsd, sums);
  const ready = [...plans.values()].filter(({ hindrance }) => hindrance === null);
  const takeCount = ready.reduce((sum, { takes }) => sum + takes.length, 0);
  const most = mostUsd(ready);
  const broken = brokenBudget(
    spend.ledger?.budgets ?? [],
    ready.flatMap(({ takes }) => takes.map(({ place: { price } }) => price)),
  );
  const hindrance = isMoneyRead
    ? (overProjectText(most, left) ?? (broken && ''))
    : state === 'online'
      ? orderWords.readingMoney
      : null;
  // Before the list is there nobody knows which of them arrived.
  const still = (jobs.loaded ? orders : []).flatMap(({ take }) => (take && !underWay.has(take.key) ? take : []));
  const unsent = still.filter(({ isRefused }) => !isRefused);
  const refused = still.filter(({ isRefused }) => isRefused);
  const shootAll = () => {
    // Kept before anything is sent; each take is sent under its own key, once.
    const nowMs = serverNowMs();
    shotStore.put(...ready.map((plan) => withPlannedTakes(plan, nowMs)));
  };
  return (
    <main className="page project-page" id="main">
      <p className="crumbs">
        <a href="#/takes">Takes</a> / Project
      </p>
      <ProjectHead
        project={project}
        shots={tiles.length}
        sums={jobs.loaded ? sums : null}
        left={left}
        simulated={health?.simulated ?? false}
      />
      {state !== 'online' && <NotConnected state={state} />}
      <ProjectTools project={project} shots={shots} tiles={tiles} onFailure={setFailure} />
      {failure !== null && (
        <Notice tone="failure">
          <span className="pre-line">{visible(failure)}</span>
        </Notice>
      )}
      <LookForm project={project} now={now} />
      {tiles.length === 0 ? (
        <div className="empty">
          <p>{projectWords.empty}</p>
        </div>
      ) : (
        <FilmStrip project={project} tiles={tiles} plans={plans} />
      )}
      {plans.size > 0 && (
        <section className="shoot-bar" aria-label="Shoot">
          <button
            type="button"
            className="button primary shoot"
            disabled={state !== 'online' || !isMoneyRead || !isPlanned || takeCount === 0 || hindrance !== null}
            aria-describedby="shoot-hint"
            onClick={shootAll}
          >
            Shoot {counted(takeCount, 'take')} of {counted(ready.length, 'shot')}
            {takeCount > 0 && `: up to ${dollars(most)}`}
            {health?.simulated && ', simulated'}
          </button>
          <p id="shoot-hint" className={hindrance !== null && isMoneyRead ? 'problem' : 'soft'}>
            {hindrance === '' && broken ? (
              <LimitSentence broken={broken} clips={takeCount} />
            ) : (
              visible(hindrance ?? projectWords.shootHint(plans.size - ready.length))
            )}
          </p>
        </section>
      )}
      {refused.length > 0 && (
        <RefusedOrders takes={refused} orders={sending} leftUsd={left} isOnline={state === 'online'} />
      )}
      {(unsent.length > 0 || underWay.size > 0) && (
        <UnsentOrders takes={unsent} orders={sending} isOnline={state === 'online'} />
      )}
    </main>
  );
}
