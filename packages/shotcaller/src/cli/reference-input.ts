import { kindOfReference } from '@shotcaller/core';
import { pictureInput } from '../inputs/picture-input.ts';
import { nearestHint } from './nearest-hint.ts';
import { UsageError } from './usage-error.ts';

/** A `--reference`: its kind as written (`video:clip.mp4`), else by the end of its name, else a picture. Local pictures become data: URLs. */
export async function referenceInput(given: string): Promise<{ readonly kind: string; readonly url: string }> {
  const [, other] = /^([a-z]+):(?:https?|data):/i.exec(given) ?? [];
  if (other && !/^(?:image|audio|video)$/.test(other)) {
    throw new UsageError(
      `--reference ${given}: "${other}" is not a kind of reference. ${nearestHint(other, ['image', 'audio', 'video'])}Use image, audio or video.`,
    );
  }
  const [, kind, rest] = /^(image|audio|video):(?!\/\/)(.+)$/s.exec(given) ?? [];
  const where = rest ?? given;
  const guessed = kind ?? kindOfReference(where);
  if (guessed === 'image') return { kind: 'image', url: (await pictureInput(where)).url };
  return { kind: guessed, url: where };
}
