import { useCallback, useEffect, useRef, useState } from 'react';
import { createSyncedPlayback, type SyncedPlayback } from './synced-playback.ts';

export interface TakePlayback {
  readonly playback: SyncedPlayback;
  /** Tells of the video of a take; `null`: it has none now. */
  readonly onVideo: (key: string, video: HTMLVideoElement | null) => void;
  /** The take whose sound is heard; `null`: none. */
  readonly heard: string | null;
  /** Lets the sound of a take be heard alone, or none again. */
  readonly hear: (key: string) => void;
}

/** Plays the takes of a page together, with the sound of one of them. */
export function useTakePlayback(): TakePlayback {
  const playback = useRef(createSyncedPlayback()).current;
  const videos = useRef(new Map<string, HTMLVideoElement>());
  const [heard, setHeard] = useState<string | null>(null);
  const heardKey = useRef(heard);
  const onVideo = useCallback(
    (key: string, video: HTMLVideoElement | null) => {
      const tell = () => playback.setVideos([...videos.current.values()]);
      if (video) {
        videos.current.set(key, video);
        video.addEventListener('loadedmetadata', tell, { once: true });
      } else videos.current.delete(key);
      // One that was loaded again is another element.
      if (key === heardKey.current) playback.hear(video);
      tell();
    },
    [playback],
  );
  const hear = useCallback(
    (key: string) => {
      heardKey.current = key === heardKey.current ? null : key;
      setHeard(heardKey.current);
      playback.hear((heardKey.current !== null && videos.current.get(heardKey.current)) || null);
    },
    [playback],
  );
  useEffect(() => () => playback.pause(), [playback]);
  return { playback, onVideo, heard, hear };
}
