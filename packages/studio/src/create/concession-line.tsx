import { type Change, concessionSentence, type Selection } from '@shotcaller/core';
import { visible } from '../controls/visible-text.ts';

/** What one small change would gain, and a button that makes it. */
export default function ConcessionLine({
  concession,
  onApply,
}: {
  readonly concession: NonNullable<Selection['concession']>;
  readonly onApply: (changes: readonly Change[]) => void;
}) {
  return (
    <p className="soft">
      {visible(concessionSentence(concession))}{' '}
      <button type="button" className="link" onClick={() => onApply([concession.change])}>
        Take that instead
      </button>
    </p>
  );
}
