import { counted } from '@shotcaller/core';
import { isAdminOf, useGateway } from '../api/connection.tsx';
import { ReadFailure } from '../controls/read-failure.tsx';
import { visible } from '../controls/visible-text.ts';
import { batchWords } from '../page-words.ts';
import { upTo } from '../words.ts';
import type { BatchesRead, BatchRow } from './use-batches.ts';

/** The batches of the ledger as rows; nothing where there are none. */
export function BatchList({ batches, failure, readNow }: BatchesRead) {
  const { health } = useGateway();
  if (batches.length === 0 && failure === null) return null;
  return (
    <section aria-labelledby="batches-title">
      <h2 id="batches-title">{batchWords.title}</h2>
      {failure !== null && <ReadFailure title={batchWords.unreadable} why={failure} isRepeated onTry={readNow} />}
      <p className="soft">{batchWords.hint}</p>
      <ul className="batch-list">
        {batches.map((batch) => (
          <Row
            key={`${batch.owner}/${batch.name}`}
            batch={batch}
            showsOwner={isAdminOf(health) && batch.owner !== ''}
          />
        ))}
      </ul>
    </section>
  );
}

function Row({ batch, showsOwner }: { readonly batch: BatchRow; readonly showsOwner: boolean }) {
  const { name, owner, isYours, state, clips, done, states, total, updatedAt } = batch;
  const failed = states?.failed ?? 0;
  const { impossible, toBuy } = total;
  return (
    <li className="batch-row">
      <span className="batch-name">
        <a href={`#/batches/${encodeURIComponent(name)}${isYours ? '' : `?owner=${encodeURIComponent(owner)}`}`}>
          {visible(name)}
        </a>
        {showsOwner && <span className="soft"> · key {visible(owner)}</span>}
      </span>
      <span className={`state ${state}`}>{batchWords.states[state]}</span>
      <span>
        {done === null ? counted(clips, 'clip') : batchWords.doneOf(done, clips)}
        {failed > 0 && <span className="problem"> · {failed} failed</span>}
        {impossible > 0 && <span className="soft"> · {batchWords.impossible(impossible)}</span>}
      </span>
      <span className="soft">{toBuy > 0 && batchWords.planned(upTo(total))}</span>
      <time className="soft" dateTime={updatedAt}>
        {new Date(updatedAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
      </time>
    </li>
  );
}
