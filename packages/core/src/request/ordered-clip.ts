import { hasSoundAlways } from '../data/roles.ts';

/** The clip as a request orders it. What is absent the request leaves to the model. */
export interface OrderedClip {
  readonly durationSeconds?: number;
  readonly resolution?: string;
  readonly aspectRatio?: string;
  /** `1280x720`; stands for resolution and aspect ratio. */
  readonly size?: string;
  readonly audio?: boolean;
}

/** Reads from a body, ours or a caller's own, which clip it orders. */
export function orderedClip(body: Readonly<Record<string, unknown>>): OrderedClip {
  const { model, duration, resolution, aspect_ratio: aspectRatio, size, generate_audio } = body;
  const audio = typeof model === 'string' && hasSoundAlways(model) ? true : generate_audio;
  return {
    ...(typeof duration === 'number' && { durationSeconds: duration }),
    ...(typeof resolution === 'string' && { resolution }),
    ...(typeof aspectRatio === 'string' && { aspectRatio }),
    ...(typeof size === 'string' && { size }),
    ...(typeof audio === 'boolean' && { audio }),
  };
}
