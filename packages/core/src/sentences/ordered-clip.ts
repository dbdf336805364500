import type { OrderedClip } from '../request/ordered-clip.ts';

/** The clip that is bought, in one line: `4 s · 720p · 16:9 · no sound`. What the request leaves to the model is said. */
export function orderedClipText({ durationSeconds, resolution, aspectRatio, size, audio }: OrderedClip): string {
  const left = [
    durationSeconds === undefined && 'length',
    resolution === undefined && size === undefined && 'resolution',
    aspectRatio === undefined && size === undefined && 'shape',
    audio === undefined && 'sound',
  ].filter((what) => what !== false);
  const parts = [
    durationSeconds === undefined ? undefined : `${durationSeconds} s`,
    size ?? resolution,
    aspectRatio,
    audio === undefined ? undefined : audio ? 'with sound' : 'no sound',
    left.length === 0 ? undefined : `${left.join(', ')} left to the model`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
