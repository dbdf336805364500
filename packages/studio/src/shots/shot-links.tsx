import { choiceHash } from '../brief/use-choice.ts';
import { ShareLink } from '../views/share-link.tsx';
import { type clipsOf, downloadClips } from './download-takes.ts';
import type { FurtherChoices } from './further-choices.ts';

/** Where the takes of a shot lead on to: to Create, into a file, to somebody else. */
export function ShotLinks({
  further,
  clips,
  fileName,
  isAnyDone,
  jobs,
  onFailure,
}: {
  /** `undefined`: nobody knows what the clip was. */
  readonly further: FurtherChoices | undefined;
  readonly clips: () => ReturnType<typeof clipsOf>;
  readonly fileName: string;
  readonly isAnyDone: boolean;
  /** Ids of those that can be shown to others. */
  readonly jobs: readonly string[];
  readonly onFailure: (message: string) => void;
}) {
  return (
    <p className="pick-buttons">
      {further && (
        <>
          <a className="button" href={choiceHash(further.sameAgain)}>
            Same again with changes
          </a>
          {further.otherModel && (
            <a className="button" href={choiceHash(further.otherModel)}>
              Try on another model
            </a>
          )}
        </>
      )}
      {isAnyDone && (
        <button
          type="button"
          className="button"
          onClick={() => downloadClips(clips(), fileName).catch((error: Error) => onFailure(error.message))}
        >
          Download all (zip)
        </button>
      )}
      {jobs.length > 0 && <ShareLink jobs={jobs} />}
    </p>
  );
}
