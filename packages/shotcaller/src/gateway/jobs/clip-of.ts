import { type Brief, isRange, modeOf } from '@shotcaller/core';
import type { ClipView } from '../own-api/addresses/job.ts';

const mostPromptCharacters = 500;

/** What a job was ordered for, in short: small enough to keep in memory and to list. */
export function clipOf({ requirements }: Brief): ClipView {
  const { prompt, durationSeconds, resolution, aspectRatio, audio, task } = requirements;
  return {
    prompt:
      prompt === undefined
        ? null
        : [...prompt.slice(0, 2 * mostPromptCharacters)].slice(0, mostPromptCharacters).join(''),
    durationSeconds: isRange(durationSeconds) ? null : (durationSeconds ?? null),
    resolution: isRange(resolution) ? null : (resolution ?? null),
    aspectRatio: aspectRatio ?? null,
    audio: audio ?? null,
    task,
    hasPicture: modeOf(requirements) === 'image',
  };
}
