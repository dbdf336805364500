import '../style/further-pages.css';
import { counted, dollars } from '@shotcaller/core';
import { useMemo, useState } from 'react';
import { useGateway, useSpend } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import { GatewayError } from '../api/gateway-error.ts';
import type { Batch } from '../api/wire.ts';
import { Notice } from '../controls/notice.tsx';
import { OptionGroup } from '../controls/option-group.tsx';
import { ReadFailure } from '../controls/read-failure.tsx';
import { visible } from '../controls/visible-text.ts';
import { batchWords } from '../page-words.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { useJobsById } from '../shots/use-older-jobs.ts';
import { BatchHead } from './batch-head.tsx';
import { type ClipGroup, groupOf, missingOf } from './batch-sums.ts';
import { ClipTile } from './clip-tile.tsx';
import { useBatch } from './use-batch.ts';

/** Tiles that are drawn at first, and with each press: a list of ten thousand shots is not drawn at once. */
const tilesAPart = 60;

/** A shot list that was planned or bought by a command, a program or the gateway: how far it is, clip by clip. */
export default function BatchPage({ name, query }: { readonly name: string; readonly query: string }) {
  const { state, health } = useGateway();
  const spend = useSpend();
  /** An admin may look at the batch of another key. */
  const owner = new URLSearchParams(query).get('owner');
  const { batch, failure, readNow, note } = useBatch(name, owner);
  const isUnknown = failure?.status === 404;
  return (
    <main className="page batch-page" id="main">
      <p className="crumbs">
        <a href="#/takes">Takes</a> / {batchWords.one}
      </p>
      {state !== 'online' && <NotConnected state={state} />}
      {!batch && <h1>{visible(name)}</h1>}
      {isUnknown && (
        <Notice tone="caution">
          {batchWords.notHere} <a href="#/jobs">Jobs</a>
        </Notice>
      )}
      {failure && !isUnknown && (
        <ReadFailure title={batchWords.unreadable} why={failure.message} isRepeated onTry={readNow} />
      )}
      {!batch && !failure && state === 'online' && (
        <p className="soft" aria-busy="true">
          {batchWords.reading}
        </p>
      )}
      {batch && (
        <>
          <BatchHead batch={batch} simulated={health?.simulated ?? false} />
          {!batch.isYours && <p className="soft">{batchWords.ofKey(visible(batch.owner))}</p>}
          {state === 'online' && batch.isYours && (
            <RunBar
              batch={batch}
              simulated={health?.simulated ?? false}
              onAnswer={(answer) => {
                note(answer);
                spend.readAgain();
              }}
            />
          )}
          <Clips batch={batch} />
        </>
      )}
    </main>
  );
}

/** Buys what is missing, or buys nothing more. */
function RunBar({
  batch: { name, state, clips, timeLeft },
  simulated,
  onAnswer,
}: {
  readonly batch: Batch;
  readonly simulated: boolean;
  readonly onAnswer: (batch: Batch) => void;
}) {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const act = async (how: () => Promise<Batch>) => {
    if (isBusy) return;
    setIsBusy(true);
    setError(null);
    await how()
      .then(onAnswer, setError)
      .finally(() => setIsBusy(false));
  };
  const missing = missingOf(clips);
  const renamed = clips.filter(({ boughtAs, jobId }) => boughtAs !== null && jobId === null).length;
  const problems = error instanceof GatewayError ? (error.detail.problems ?? []) : [];
  return (
    <>
      {state === 'running' && timeLeft === null && <p className="soft">{batchWords.elsewhere}</p>}
      {state === 'running' && timeLeft !== null && (
        <section className="shoot-bar" aria-label="Run">
          <button
            type="button"
            className="button"
            aria-disabled={isBusy}
            onClick={() => void act(() => gateway.stopBatch(name))}
          >
            {batchWords.stop}
          </button>
          <p className="soft">{batchWords.stopHint}</p>
        </section>
      )}
      {(state === 'planned' || state === 'ended') && missing.count > 0 && (
        <section className="shoot-bar" aria-label="Run">
          <button
            type="button"
            className="button primary shoot"
            aria-disabled={isBusy}
            aria-describedby="run-hint"
            onClick={() => void act(() => gateway.runBatch(name))}
          >
            {state === 'planned' ? 'Buy' : 'Buy the missing'} {counted(missing.count, 'clip')}
            {missing.highUsd !== null && `: up to ${dollars(missing.highUsd)}`}
            {simulated && ', simulated'}
          </button>
          {renamed > 0 && <p className="problem">{batchWords.boughtBefore(renamed)}</p>}
          <p className="soft" id="run-hint">
            {batchWords.runHint}
          </p>
        </section>
      )}
      {error && (
        <Notice tone="failure">
          <p>{visible(error.message)}</p>
          {problems.length > 0 && (
            <ul className="plain-list">
              {problems.slice(0, 20).map(({ field, message }) => (
                <li key={`${field} ${message}`}>
                  {field !== '' && <strong>{visible(field)}: </strong>}
                  {visible(message)}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
    </>
  );
}

function Clips({ batch: { clips, state } }: { readonly batch: Batch }) {
  const [group, setGroup] = useState<ClipGroup>('all');
  const [most, setMost] = useState(tilesAPart);
  const inGroup = useMemo(
    () => (group === 'all' ? clips : clips.filter((clip) => groupOf(clip) === group)),
    [clips, group],
  );
  const shown = inGroup.slice(0, most);
  const { byId } = useJobsById(
    useMemo(() => shown.flatMap((clip) => (clip.jobId !== null && clip.state === 'done' ? clip.jobId : [])), [shown]),
  );
  const count = (of: ClipGroup) => clips.filter((clip) => of === 'all' || groupOf(clip) === of).length;
  const groups = (['all', 'done', 'moving', 'missing'] as const).filter((of) => of === 'all' || count(of) > 0);
  return (
    <section aria-labelledby="clips-title">
      <h2 id="clips-title">{batchWords.clips}</h2>
      {groups.length > 2 && (
        <OptionGroup
          legend={batchWords.show}
          isLegendHidden
          options={groups.map((value) => ({ value, label: `${batchWords.groups[value]} ${count(value)}` }))}
          value={group}
          onChange={setGroup}
        />
      )}
      {inGroup.length === 0 && <p className="empty">{batchWords.noneInGroup}</p>}
      <ul className="strip">
        {shown.map((clip) => (
          <ClipTile
            key={`${clip.shot}/${clip.take}`}
            clip={clip}
            hasTakes={clips.some((other) => other.shot === clip.shot && other.take !== clip.take)}
            isPlanned={state === 'planned'}
            job={clip.jobId === null ? undefined : byId.get(clip.jobId)?.job}
          />
        ))}
      </ul>
      {inGroup.length > most && (
        <p>
          <button type="button" className="button" onClick={() => setMost((before) => before + tilesAPart)}>
            Show {Math.min(tilesAPart, inGroup.length - most)} more of {inGroup.length}
          </button>
        </p>
      )}
    </section>
  );
}
