import { useSyncExternalStore } from 'react';
import type { SyncedPlayback } from './synced-playback.ts';

/** Play, pause and one line of time for all takes together. */
export function PlayBar({ playback }: { readonly playback: SyncedPlayback }) {
  const { isPlaying, time, duration } = useSyncExternalStore(playback.subscribe, playback.state);
  return (
    <section className="play-bar" aria-label="Playback of all takes">
      <button type="button" className="button primary" onClick={() => (isPlaying ? playback.pause() : playback.play())}>
        {isPlaying ? 'Pause all' : 'Play all'}
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(0.1, duration)}
        step={0.04}
        value={Math.min(time, Math.max(0.1, duration))}
        aria-label="Time of all takes"
        aria-valuetext={`${time.toFixed(1)} of ${duration.toFixed(1)} seconds`}
        onChange={({ target }) => {
          if (isPlaying) playback.pause();
          playback.seek(Number(target.value));
        }}
      />
      <span className="number">
        {time.toFixed(1)} / {duration.toFixed(1)} s
      </span>
    </section>
  );
}
