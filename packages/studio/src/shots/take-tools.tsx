import { dollars } from '@shotcaller/core';
import { choiceForClip } from '../brief/choice.ts';
import { choiceHash } from '../brief/use-choice.ts';
import { visible } from '../controls/visible-text.ts';
import { safePath, useFileUrl } from '../jobs/file-url.ts';
import { overProjectText } from '../projects/project-sums.ts';
import { takeWords } from '../shot-words.ts';
import type { TakeView } from './shot-view.ts';

/** What can be done with one take. */
export function TakeTools({
  view: { heard, number, model, take },
  isStarred,
  takesSeed,
  leftUsd,
  onStar,
  onAnother,
}: {
  readonly view: TakeView;
  readonly isStarred: boolean;
  /** The model takes a seed: another take is another one for certain. */
  readonly takesSeed: boolean;
  /** What the budget of the project leaves; `null`: no such budget. */
  readonly leftUsd: string | null;
  /** `null`: the shot is not of this browser. */
  readonly onStar: (() => void) | null;
  readonly onAnother: (() => void) | null;
}) {
  const job = heard?.job;
  const file = job?.status === 'done' ? job.files[0] : undefined;
  const url = useFileUrl(safePath(file?.contentUrl));
  const which = <span className="spoken-only"> take {number}</span>;
  const highUsd = job?.quotedHighUsd ?? take?.confirmUsd ?? null;
  return (
    <>
      {file && onStar && (
        <button type="button" className="button small" aria-pressed={isStarred} onClick={onStar}>
          {isStarred ? '★ Starred' : '☆ Star'}
          {which}
        </button>
      )}
      {file && (
        <a className="button small" href={url} download={visible(file.name)}>
          Download{which}
        </a>
      )}
      {file && (
        <a className="button small" href={choiceHash(choiceForClip({ task: 'continue', previousJobId: job!.id }))}>
          Extend{which}
        </a>
      )}
      {job?.ended && onAnother && highUsd !== null && overProjectText(highUsd, leftUsd) === null && (
        <button type="button" className="button small" onClick={onAnother}>
          {takesSeed ? takeWords.moreLikeThis : takeWords.another}: up to {dollars(highUsd)}
          <span className="spoken-only"> on {model}</span>
        </button>
      )}
      {job && (
        <a className="button small" href={`#/jobs/${encodeURIComponent(job.id)}`}>
          Job{which}
        </a>
      )}
    </>
  );
}
