import { isRange, rangeText } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { shapeOf } from '../requirements/shape.ts';
import { dollars, seconds } from './values.ts';

/** What is asked for, in one line: `5 s · 720p · 9:16 · first frame · no sound · at most $0.50`. */
export function requirementsText(requirements: Requirements): string {
  const { resolution, aspectRatio } = shapeOf(requirements);
  const {
    task,
    durationSeconds,
    resolution: asked,
    size,
    firstFrame,
    lastFrame,
    references,
    audio,
    seed,
  } = requirements;
  const { maxUsd, maxSeconds, minQuality } = requirements;
  const sound = audio === undefined ? undefined : audio === 'any' ? 'sound or not' : audio ? 'with sound' : 'no sound';
  const parts = [
    task === 'generate' ? undefined : task,
    durationSeconds === undefined
      ? 'any length'
      : `${isRange(durationSeconds) ? rangeText(durationSeconds) : durationSeconds} s`,
    size ?? (isRange(asked) ? rangeText(asked) : resolution) ?? 'any resolution',
    size ? undefined : (aspectRatio ?? undefined),
    firstFrame && 'first frame',
    lastFrame && 'last frame',
    references.length > 0 ? `${references.length} ${references.length === 1 ? 'reference' : 'references'}` : undefined,
    sound,
    seed === undefined ? undefined : `seed ${seed}`,
    maxUsd === undefined ? undefined : `at most ${dollars(maxUsd)}`,
    maxSeconds === undefined ? undefined : `ready within ${seconds(maxSeconds)}`,
    minQuality === undefined ? undefined : `rating ${minQuality} or more`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
