/** An image given for a frame. A plain string is its URL. */
export interface ImageInput {
  /** `https:` URL or `data:` URL. */
  readonly url: string;
  /** Pixels, when known. */
  readonly width?: number;
  readonly height?: number;
}

/** A reference that steers the clip. */
export interface ReferenceInput {
  readonly kind: 'image' | 'audio' | 'video';
  readonly url: string;
  /** Seconds, for audio and video, when known. */
  readonly durationSeconds?: number;
}

/** The video that an edit or an upscale starts from. */
export interface SourceVideo {
  readonly url?: string;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
  readonly durationSeconds?: number;
}

/**
 * What the clip is. `generate`, the default, makes it from a prompt and pictures; `continue` goes on from the clip of `previousJobId`; `edit` and
 * `upscale` change a given video; `avatar` makes a person speak a given recording.
 */
export type Task = 'generate' | 'continue' | 'edit' | 'upscale' | 'avatar';

/** A provider parameter that the clip needs; `value` is sent when given. */
export interface PassthroughParameter {
  readonly name: string;
  readonly value?: unknown;
}

/** A length of which every value within will do. One end at least; whole seconds, 1 to 3600, both ends included. */
export interface DurationRange {
  readonly min?: number;
  readonly max?: number;
}

/** Resolution classes of which every one within will do, compared by their short side. One end at least, both ends included. */
export interface ResolutionRange {
  readonly min?: string;
  readonly max?: string;
}

/** What the clip needs, checked and normalised: every default filled in, every spelling canonical. */
export interface Requirements {
  readonly task: Task;
  readonly prompt?: string;
  /** Whole seconds, 1 to 3600, or a range of them. */
  readonly durationSeconds?: number | DurationRange;
  /** Canonical class (`480p`, `720p`, `1080p`, `2K`, `4K`, …), or a range of them. */
  readonly resolution?: string | ResolutionRange;
  /** `W:H` in lowest terms as people write it (`16:9`, `21:9`), or `adaptive`. */
  readonly aspectRatio?: string;
  /** `WxH` in pixels. */
  readonly size?: string;
  readonly firstFrame?: ImageInput;
  readonly lastFrame?: ImageInput;
  readonly references: readonly ReferenceInput[];
  /** Wanted, unwanted or don't care; absent: as the API defaults (on where the model can). */
  readonly audio?: boolean | 'any';
  readonly seed?: number;
  readonly passthrough: readonly PassthroughParameter[];
  /** Authors, the part of an id before the slash. An empty `allow` allows all. */
  readonly providers: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  /** Model ids. An empty `allow` allows all. */
  readonly models: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  /** Dollars, an exact decimal as a string; held against the upper end of the quote. */
  readonly maxUsd?: string;
  /** Seconds of waiting; held against the 90th percentile of the completion time. */
  readonly maxSeconds?: number;
  /** Points on the rating scale (about 1150 to 1550); held against the low end of the rating. */
  readonly minQuality?: number;
  /** Task `continue`: the completed job to go on from. */
  readonly previousJobId?: string;
  /** Tasks `edit` and `upscale`. */
  readonly sourceVideo?: SourceVideo;
  /** Task `upscale`. */
  readonly upscaleFactor?: number;
  /** Task `upscale`: 0 precise, 1 creative. */
  readonly creativity?: number;
}

/** What one clip needs: requirements in which length and class are one value or open. A request has no words for a range. */
export interface ClipRequirements extends Omit<Requirements, 'durationSeconds' | 'resolution'> {
  readonly durationSeconds?: number;
  readonly resolution?: string;
}

/** How a clip is made, derived from the inputs: frames make it image to video, else references, else text. */
export type Mode = 'text' | 'image' | 'reference';

/** Frame images win over references, as the API documents it. */
export function modeOf(requirements: Requirements): Mode {
  if (requirements.firstFrame || requirements.lastFrame) return 'image';
  return requirements.references.length > 0 ? 'reference' : 'text';
}
