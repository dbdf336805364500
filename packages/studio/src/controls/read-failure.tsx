import { readWords } from '../page-words.ts';
import { Notice } from './notice.tsx';
import { visible } from './visible-text.ts';

/** Something could not be read: why, whether the page tries again by itself, and one press that tries at once. */
export function ReadFailure({
  title,
  why,
  isRepeated,
  onTry,
}: {
  readonly title?: string | undefined;
  readonly why: string;
  /** The page goes on reading it by itself. */
  readonly isRepeated: boolean;
  readonly onTry: () => void;
}) {
  return (
    <Notice tone="failure" title={title}>
      <p>
        {visible(why)} {isRepeated && readWords.byItself}
      </p>
      <p className="pick-buttons">
        <button type="button" className="button small" onClick={onTry}>
          {isRepeated ? readWords.tryNow : readWords.tryAgain}
        </button>
      </p>
    </Notice>
  );
}
