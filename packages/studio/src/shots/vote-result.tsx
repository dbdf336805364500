import { counted } from '@shotcaller/core';
import { ModelName } from '../controls/model-name.tsx';
import { Notice } from '../controls/notice.tsx';
import { takeWords } from '../shot-words.ts';

/** What a vote changed. */
export interface RatingChange {
  readonly model: string;
  readonly before: number;
  readonly after: number;
  readonly votes: number;
}

export function VoteResult({ isNew, changes }: { readonly isNew: boolean; readonly changes: readonly RatingChange[] }) {
  return (
    <Notice tone="plain" title={isNew ? takeWords.voteCounted : takeWords.votedBefore}>
      <ul className="plain-list" aria-label="Quality after the vote">
        {changes.map(({ model, before, after, votes }) => (
          <li key={model}>
            <ModelName id={model} />: quality {before.toFixed(1)} → <strong>{after.toFixed(1)}</strong>{' '}
            <span className="soft">({counted(votes, 'vote')} of yours)</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
