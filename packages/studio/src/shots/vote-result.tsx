import { ModelName } from '../controls/model-name.tsx';
import { Notice } from '../controls/notice.tsx';
import { useFocusAtFirst } from '../controls/use-focus-at-first.ts';
import { takeWords } from '../shot-words.ts';

/** What a vote changed. */
export interface RatingChange {
  readonly model: string;
  readonly before: number;
  readonly after: number;
  readonly votes: number;
}

export function VoteResult({ isNew, changes }: { readonly isNew: boolean; readonly changes: readonly RatingChange[] }) {
  const place = useFocusAtFirst<HTMLDivElement>();
  return (
    // The button that was pressed is gone: who works by keyboard, or listens, goes on here.
    <div ref={place} tabIndex={-1} role="status">
      <Notice tone="plain" title={isNew ? takeWords.voteCounted : takeWords.votedBefore}>
        <ul className="plain-list" aria-label="Quality after the vote">
          {changes.map(({ model, before, after, votes }) => (
            <li key={model}>
              <ModelName id={model} />: quality{' '}
              {before.toFixed(1) === after.toFixed(1) ? (
                `${after.toFixed(1)}, unchanged`
              ) : (
                <>
                  {before.toFixed(1)} → <strong>{after.toFixed(1)}</strong>
                </>
              )}{' '}
              <span className="soft">({takeWords.compared(votes)})</span>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
