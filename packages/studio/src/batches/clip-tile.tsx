import { dollars } from '@shotcaller/core';
import { memo } from 'react';
import type { Job } from '../api/wire.ts';
import { shortened, slugOf, visible } from '../controls/visible-text.ts';
import { batchWords } from '../page-words.ts';
import { usePoster } from '../shots/use-poster.ts';
import { upTo } from '../words.ts';
import type { BatchClip } from './batch-sums.ts';

/** Of a prompt: a tile has room for three lines. */
const mostCharacters = 300;

/** One clip of a batch as a frame of film: its picture or its state, its shot, and why it is not there. */
export const ClipTile = memo(function ClipTile({
  clip: {
    shot,
    take,
    state,
    prompt,
    note,
    continues,
    model,
    why,
    boughtAs,
    jobId,
    lowUsd,
    highUsd,
    billedUsd,
    problem,
    warnings,
  },
  hasTakes,
  isPlanned,
  job,
}: {
  readonly clip: BatchClip;
  /** There is another take of the same shot. */
  readonly hasTakes: boolean;
  /** Nothing was bought of the plan as it is now; what an earlier one bought has a job. */
  readonly isPlanned: boolean;
  readonly job: Job | undefined;
}) {
  const poster = usePoster(job?.files[0]);
  const isBad = state === 'failed' || state === 'unknown' || (problem !== null && state === 'not_bought');
  const face = (
    <>
      <span className="tile-picture">
        {poster ? (
          <img src={poster} alt="" />
        ) : (
          <span className={isBad ? 'tile-trouble' : 'soft'}>
            {model === null && jobId === null && (state === 'not_bought' || isPlanned)
              ? batchWords.noModel
              : isPlanned && jobId === null
                ? batchWords.states.planned
                : batchWords.clipStates[state]}
          </span>
        )}
      </span>
      <span className="tile-title">{visible(shortened(prompt ?? '', mostCharacters)) || batchWords.noPrompt}</span>
    </>
  );
  const cost =
    billedUsd !== null
      ? `${dollars(billedUsd)} billed`
      : model !== null && (highUsd !== null || lowUsd !== null)
        ? upTo({ lowUsd, highUsd })
        : null;
  return (
    <li className="tile">
      {jobId === null ? (
        <span className="tile-face">{face}</span>
      ) : (
        <a href={`#/jobs/${encodeURIComponent(jobId)}`}>{face}</a>
      )}
      <span className="soft">
        {[
          visible(shot) + (hasTakes ? `, take ${take}` : ''),
          ...(model === null ? [] : [visible(slugOf(model))]),
          ...(cost === null ? [] : [cost]),
        ].join(' · ')}
      </span>
      {problem !== null ? (
        <span className={isBad ? 'problem' : 'soft'}>{visible(problem)}</span>
      ) : (
        isPlanned && why !== null && <span className="soft">{visible(why)}</span>
      )}
      {boughtAs !== null && jobId === null && (
        <span className="problem">
          {batchWords.boughtAs(visible(boughtAs.shot))}{' '}
          <a href={`#/jobs/${encodeURIComponent(boughtAs.jobId)}`}>{batchWords.boughtJob}</a>
        </span>
      )}
      {continues !== null && <span className="soft">{batchWords.continues(visible(continues))}</span>}
      {warnings.map((warning) => (
        <span key={warning} className="soft">
          {visible(warning)}
        </span>
      ))}
      {note !== null && <em className="soft">{visible(note)}</em>}
    </li>
  );
});
