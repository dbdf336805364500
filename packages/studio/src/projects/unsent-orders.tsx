import { useState } from 'react';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { projectWords } from '../shot-words.ts';
import type { Take } from '../shots/shot.ts';
import type { Orders } from '../shots/use-orders.ts';

/** Orders that are on their way, and those whose answer was lost, with one press that sends them again. */
export function UnsentOrders({
  takes,
  orders: { refusals, place, underWay },
  isOnline,
}: {
  /** Those that are not on their way. */
  readonly takes: readonly Take[];
  readonly orders: Pick<Orders, 'refusals' | 'place' | 'underWay'>;
  readonly isOnline: boolean;
}) {
  // The button stays where it is while they are on their way: the focus is on it.
  const [sentAgain, setSentAgain] = useState(0);
  const messages = [...new Set(takes.flatMap(({ key }) => refusals.get(key)?.message ?? []))];
  const canSend = isOnline && takes.length > 0;
  return (
    <Notice tone="caution">
      <p role="status">{underWay.size > 0 && projectWords.placing(underWay.size)}</p>
      {takes.length > 0 && <p>{projectWords.unsent(takes.length)}</p>}
      {messages.map((message) => (
        <p key={message}>{visible(message)}</p>
      ))}
      {(takes.length > 0 || sentAgain > 0) && (
        <button
          type="button"
          className="button"
          aria-disabled={!canSend}
          onClick={() => {
            if (!canSend) return;
            setSentAgain(takes.length);
            for (const take of takes) place(take);
          }}
        >
          {projectWords.sendAgain(takes.length || sentAgain)}
        </button>
      )}
    </Notice>
  );
}
