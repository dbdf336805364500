import { dollars } from '@shotcaller/core';
import { useState } from 'react';
import { gateway } from '../api/gateway.ts';
import type { ClientKeyView } from '../api/wire.ts';
import { Notice } from '../controls/notice.tsx';
import { useFocusAtFirst } from '../controls/use-focus-at-first.ts';
import { useSending } from '../controls/use-sending.ts';
import { visible } from '../controls/visible-text.ts';
import { keysWords } from '../page-words.ts';
import { type KeyDraft, KeyFields, limitsOf } from './key-fields.tsx';

/** One key: what it may do, what it has spent, and the ways to change or end it. */
export function KeyEntry({
  entry,
  onChanged,
}: {
  readonly entry: ClientKeyView;
  /** With a sentence of what was done. */
  readonly onChanged: (said: string) => void;
}) {
  const [open, setOpen] = useState<'change' | 'revoke' | null>(null);
  const { id, name, admin, createdAt, bookedUsd, bookedTodayUsd } = entry;
  const shownName = visible(name);
  return (
    <li className="key-entry" aria-label={shownName}>
      <div className="key-head">
        <h3>
          {shownName} {admin && <span className="key-admin">admin</span>}
        </h3>
        <span className="soft">
          {keysWords.since} {createdAt.slice(0, 10)}
        </span>
        <a href={`#/jobs?key=${encodeURIComponent(id)}`}>
          {keysWords.itsJobs}
          <span className="spoken-only"> {shownName}</span>
        </a>
      </div>
      <dl className="key-facts">
        <div>
          <dt>{keysWords.spent}</dt>
          <dd>
            {dollars(bookedUsd)}
            {entry.budgetUsd !== null && ` of ${dollars(entry.budgetUsd)}`}
          </dd>
        </div>
        <div>
          <dt>{keysWords.today}</dt>
          <dd>
            {dollars(bookedTodayUsd)}
            {entry.dailyUsd !== null && ` of ${dollars(entry.dailyUsd)}`}
          </dd>
        </div>
        <div>
          <dt>{keysWords.rate}</dt>
          <dd>{entry.submitsPerMinute ?? keysWords.noLimit}</dd>
        </div>
        <div>
          <dt>{keysWords.models}</dt>
          <dd>{entry.models === null ? keysWords.allModels : entry.models.map(visible).join(', ')}</dd>
        </div>
      </dl>
      {open === null && (
        <p className="key-buttons">
          <button type="button" className="button small" onClick={() => setOpen('change')}>
            {keysWords.change}
            <span className="spoken-only"> {shownName}</span>
          </button>
          <button type="button" className="button small" onClick={() => setOpen('revoke')}>
            {keysWords.revoke}
            <span className="spoken-only"> {shownName}</span>
          </button>
        </p>
      )}
      {open === 'change' && (
        <ChangeKey
          entry={entry}
          onDone={(isChanged) => {
            setOpen(null);
            if (isChanged) onChanged(keysWords.saved(shownName));
          }}
        />
      )}
      {open === 'revoke' && (
        <RevokeKey
          entry={entry}
          onDone={(isRevoked) => {
            setOpen(null);
            if (isRevoked) onChanged(keysWords.revoked(shownName));
          }}
        />
      )}
    </li>
  );
}

interface ActProps {
  readonly entry: ClientKeyView;
  readonly onDone: (isDone: boolean) => void;
}

function ChangeKey({ entry, onDone }: ActProps) {
  const [draft, setDraft] = useState<KeyDraft>({
    budgetUsd: entry.budgetUsd ?? '',
    dailyUsd: entry.dailyUsd ?? '',
    submitsPerMinute: entry.submitsPerMinute === null ? '' : String(entry.submitsPerMinute),
    models: entry.models,
  });
  const { isBusy, failure, problemOf, send } = useSending();
  return (
    <form
      className="key-edit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send(async () => {
          await gateway.changeKey(entry.id, limitsOf(draft));
          onDone(true);
        });
      }}
    >
      <KeyFields draft={draft} onChange={setDraft} problemOf={problemOf} />
      {failure !== null && <Notice tone="failure">{visible(failure)}</Notice>}
      <p className="key-buttons">
        <button type="submit" className="button primary" aria-disabled={isBusy}>
          {keysWords.save}
        </button>
        <button type="button" className="button" onClick={() => onDone(false)}>
          {keysWords.cancel}
        </button>
      </p>
    </form>
  );
}

function RevokeKey({ entry, onDone }: ActProps) {
  const { isBusy, failure, send } = useSending();
  const cancel = useFocusAtFirst<HTMLButtonElement>();
  return (
    <div className="key-revoke">
      <Notice tone="caution">{keysWords.revokeAsk(visible(entry.name))}</Notice>
      {failure !== null && <Notice tone="failure">{visible(failure)}</Notice>}
      <p className="key-buttons">
        <button
          type="button"
          className="button danger"
          aria-disabled={isBusy}
          onClick={() =>
            send(async () => {
              await gateway.revokeKey(entry.id);
              onDone(true);
            })
          }
        >
          {keysWords.revokeYes}
        </button>
        <button type="button" className="button" ref={cancel} onClick={() => onDone(false)}>
          {keysWords.cancel}
        </button>
      </p>
    </div>
  );
}
