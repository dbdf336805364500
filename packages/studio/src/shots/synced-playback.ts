/** Where the shared playback stands. Seconds. */
export interface PlaybackState {
  readonly isPlaying: boolean;
  readonly time: number;
  readonly duration: number;
}

export interface SyncedPlayback {
  /** The videos that play together; called whenever they come or go. */
  setVideos(videos: readonly HTMLVideoElement[]): void;
  /** The one whose sound is heard; `null`: none. */
  hear(video: HTMLVideoElement | null): void;
  play(): void;
  pause(): void;
  seek(time: number): void;
  subscribe(watcher: () => void): () => void;
  state(): PlaybackState;
}

/** A video further off than this is put where it belongs; a nearer one is drawn there by its speed. Seconds. */
const farSeconds = 0.2;
const nearSeconds = 0.02;
const strongestPull = 0.2;

/**
 * Plays several videos as one: a clock of its own says where all of them have to be, and each frame every video is held to it. A shorter
 * one waits at its end; after the longest all begin anew.
 */
export function createSyncedPlayback(): SyncedPlayback {
  let videos: readonly HTMLVideoElement[] = [];
  let state: PlaybackState = { isPlaying: false, time: 0, duration: 0 };
  let heard: HTMLVideoElement | null = null;
  let lastFrameMs = 0;
  let frame = 0;
  const watchers = new Set<() => void>();

  const tell = (next: PlaybackState) => {
    state = next;
    for (const watcher of watchers) watcher();
  };
  const durationNow = () => Math.max(0, ...videos.map(({ duration }) => (Number.isFinite(duration) ? duration : 0)));
  const put = (time: number) => {
    for (const video of videos) {
      const end = Number.isFinite(video.duration) ? Math.max(0, video.duration - 0.01) : time;
      video.currentTime = Math.min(time, end);
    }
  };

  function tick(nowMs: number): void {
    frame = requestAnimationFrame(tick);
    const passed = Math.min(0.25, (nowMs - lastFrameMs) / 1000);
    lastFrameMs = nowMs;
    const duration = durationNow();
    // One that has nothing to show yet holds the others.
    const isHeld = videos.some((video) => video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.seeking);
    let time = state.time + (isHeld ? 0 : passed);
    if (duration > 0 && time >= duration) {
      time = 0;
      put(0);
    }
    for (const video of videos) hold(video, time, isHeld);
    tell({ isPlaying: true, time, duration });
  }

  function hold(video: HTMLVideoElement, time: number, isHeld: boolean): void {
    if (isHeld || time >= video.duration) {
      if (!video.paused) video.pause();
      return;
    }
    if (video.paused) void video.play().catch(() => undefined);
    const ahead = video.currentTime - time;
    if (Math.abs(ahead) > farSeconds) video.currentTime = time;
    else if (Math.abs(ahead) < nearSeconds) video.playbackRate = 1;
    else video.playbackRate = 1 - Math.max(-strongestPull, Math.min(strongestPull, ahead * 2));
  }

  return {
    setVideos(next) {
      videos = next;
      for (const video of videos) video.muted = video !== heard;
      tell({ ...state, duration: durationNow() });
    },
    hear(next) {
      heard = next;
      for (const video of videos) video.muted = video !== heard;
    },
    play() {
      if (state.isPlaying) return;
      lastFrameMs = performance.now();
      put(state.time);
      frame = requestAnimationFrame(tick);
      tell({ ...state, isPlaying: true });
    },
    pause() {
      cancelAnimationFrame(frame);
      for (const video of videos) {
        video.pause();
        video.playbackRate = 1;
      }
      put(state.time);
      tell({ ...state, isPlaying: false });
    },
    seek(time) {
      put(time);
      tell({ ...state, time, duration: durationNow() });
    },
    subscribe(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    state: () => state,
  };
}
