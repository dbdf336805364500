import { createHash } from 'node:crypto';

/** Everything that a clip is drawn from. The same spec makes the same bytes. */
export interface ClipSpec {
  readonly model: string;
  readonly prompt: string;
  readonly seed: number;
  /** Pixels, even. */
  readonly width: number;
  readonly height: number;
  /** At 24 per second. */
  readonly frames: number;
  readonly audio: boolean;
  /** A data: URL is drawn; any other is only named, since nothing is fetched. */
  readonly firstFrameUrl?: string;
  readonly lastFrameUrl?: string;
  /** The picture does not say which model made it. */
  readonly isModelHidden?: boolean;
}

/** A name for the spec: SHA-256, hex. */
export function specKey(spec: ClipSpec): string {
  const { model, prompt, seed, width, height, frames, audio, firstFrameUrl, lastFrameUrl, isModelHidden } = spec;
  return createHash('sha256')
    .update(
      JSON.stringify([model, prompt, seed, width, height, frames, audio, firstFrameUrl, lastFrameUrl, isModelHidden]),
    )
    .digest('hex');
}
