import { followsFirstFrame, type RenderedFrames, renderedFrames } from '../data/frames.ts';
import type { ImageInput } from '../requirements/requirements.ts';
import { aspectRatioValue, shortSideOf } from '../requirements/size.ts';
import type { PriceNote } from './price-note.ts';

/** Pixels of one frame: the fewest and the most that the job may be rendered at, and the best guess. */
export interface FramePixels {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  /** Why this is a range; absent when the frame is known. */
  readonly reason?: PriceNote;
}

export interface FrameQuestion {
  readonly modelId: string;
  /** Lower case, for example `720p`. */
  readonly tier: string;
  /** `null` when not asked for. */
  readonly aspectRatio: string | null;
  readonly firstFrame?: ImageInput | undefined;
}

/**
 * The frame that a token-priced job is really rendered at, in pixels (width × height). A range where the provider's
 * table does not settle it; `undefined` where nothing is known of the tier.
 */
export function framePixels({ modelId, tier, aspectRatio, firstFrame }: FrameQuestion): FramePixels | undefined {
  const row = renderedFrames.find(({ models }) => models.includes(modelId));
  if (row) {
    const frames = framesAt(row, tier);
    return frames ? publishedFrame(frames, modelId, aspectRatio, firstFrame) : nominalFrame(tier, aspectRatio);
  }
  if (!modelId.startsWith('bytedance/seedance')) return nominalFrame(tier, aspectRatio);
  const later = renderedFrames.map((entry) => framesAt(entry, tier)).filter((frames) => frames !== undefined);
  if (later.length === 0) return nominalFrame(tier, aspectRatio);
  const all = later.map((frames) => publishedFrame(frames, modelId, aspectRatio, firstFrame));
  return {
    low: Math.min(...all.map(({ low }) => low)),
    expected: all[0]!.expected,
    high: Math.max(...all.map(({ high }) => high)),
    reason: { code: 'frame_taken_from_sister_models', tier },
  };
}

/** A tier may be any word that a catalogue serves, `constructor` too. */
function framesAt({ frames }: RenderedFrames, tier: string): Frames | undefined {
  return Object.hasOwn(frames, tier) ? frames[tier] : undefined;
}

type Frames = Readonly<Record<string, readonly [number, number]>>;

function publishedFrame(
  frames: Frames,
  modelId: string,
  aspectRatio: string | null,
  firstFrame: ImageInput | undefined,
): FramePixels {
  const follows = firstFrame !== undefined && followsFirstFrame.includes(modelId);
  const asked = aspectRatio === 'adaptive' ? null : aspectRatio;
  const ratio = follows ? ratioOfPicture(frames, firstFrame) : asked;
  const exact = ratio === null ? undefined : frames[ratio];
  if (exact) return single(exact);

  const areas = Object.values(frames).map(area);
  const guess = frames[asked ?? '16:9'] ?? transposed(frames, asked) ?? frames['16:9'];
  const reason: PriceNote = follows
    ? { code: 'frame_follows_the_picture' }
    : asked === null
      ? { code: 'aspect_ratio_not_given' }
      : { code: 'frame_not_published', aspectRatio: asked };
  return {
    low: Math.min(...areas),
    expected: guess ? area(guess) : Math.max(...areas),
    high: Math.max(...areas),
    reason,
  };
}

/** The published ratio that a picture has, within 2 %; `null` when it is not known or not one of them. */
function ratioOfPicture(frames: Frames, picture: ImageInput): string | null {
  if (!picture.width || !picture.height) return null;
  const ratio = picture.width / picture.height;
  const match = Object.entries(frames).find(([label]) => Math.abs(aspectRatioValue(label) / ratio - 1) < 0.02);
  return match?.[0] ?? null;
}

function transposed(frames: Frames, label: string | null): readonly [number, number] | undefined {
  return label === null ? undefined : frames[label.split(':').reverse().join(':')];
}

/**
 * For a model whose rendered frames nobody has published: between the frame with the tier's short side and the frame of
 * the same area as 16:9.
 */
function nominalFrame(tier: string, aspectRatio: string | null): FramePixels | undefined {
  const shortSide = shortSideOf(tier);
  if (shortSide === undefined) return undefined;
  const widescreen = Math.round((shortSide * 16) / 9) * shortSide;
  const label = aspectRatio === null || aspectRatio === 'adaptive' ? null : aspectRatio;
  const ratio = label === null ? 1 : aspectRatioValue(label);
  if (!Number.isFinite(ratio) || ratio <= 0) return undefined;
  const byShortSide = Math.round(shortSide * Math.max(ratio, 1 / ratio)) * shortSide;
  return {
    low: Math.min(byShortSide, widescreen),
    expected: label === null ? widescreen : byShortSide,
    high: Math.max(byShortSide, widescreen),
    reason: { code: 'frame_not_published', ...(label === null ? {} : { aspectRatio: label }) },
  };
}

function area([width, height]: readonly [number, number]): number {
  return width * height;
}

function single(frame: readonly [number, number]): FramePixels {
  const pixels = area(frame);
  return { low: pixels, expected: pixels, high: pixels };
}
