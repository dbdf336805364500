import { useEffect, useRef } from 'react';
import { safePath, useClipFile } from '../jobs/file-url.ts';
import { LostClip } from '../jobs/lost-clip.tsx';
import { takeWords } from '../shot-words.ts';

/** The clip of a take, played with the others; its sound can be heard alone. */
export function TakeVideo({
  takeKey,
  contentUrl,
  hasAudio,
  poster,
  name,
  label,
  isHeard,
  onVideo,
  onHear,
}: {
  readonly takeKey: string;
  readonly contentUrl: string;
  /** `null`: not known. */
  readonly hasAudio: boolean | null;
  /** A still of it; `null`: there is none, or not yet. */
  readonly poster: string | null;
  /** `Take 1`. */
  readonly name: string;
  readonly label: string;
  /** Its sound is the one that is heard. */
  readonly isHeard: boolean;
  readonly onVideo: (key: string, video: HTMLVideoElement | null) => void;
  readonly onHear: (key: string) => void;
}) {
  const { url, isLost, onLost, again, tries } = useClipFile(safePath(contentUrl));
  const video = useRef<HTMLVideoElement>(null);
  // The address comes late with a client key, and the player learns of the video then. One that is lost must not hold the others.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `url` and `tries` are when another video is there
  useEffect(() => {
    onVideo(takeKey, isLost ? null : video.current);
    return () => onVideo(takeKey, null);
  }, [takeKey, url, tries, isLost, onVideo]);
  if (isLost) return <LostClip what={name} onAgain={again} />;
  return (
    <>
      <video
        key={tries}
        ref={video}
        className="take-video"
        playsInline
        muted
        preload="auto"
        src={url}
        poster={poster ?? undefined}
        aria-label={label}
        onError={onLost}
      />
      {/* Unknown is not silent. */}
      {hasAudio !== false && (
        <button
          type="button"
          className="button small take-sound"
          aria-pressed={isHeard}
          onClick={() => onHear(takeKey)}
        >
          <span aria-hidden="true">{isHeard ? '🔊' : '🔇'}</span> {takeWords.sound}
          <span className="spoken-only"> of {name.replace('Take', 'take')}</span>
        </button>
      )}
    </>
  );
}
