import { checkCapabilities } from './capabilities.ts';
import { pictureSize } from './clips/image.ts';
import {
  classOfSize,
  type FrameSize,
  framesPerSecond,
  isTokenModel,
  nearestAspectRatio,
  parseSize,
  renderedSize,
} from './frame-size.ts';
import type { Refusal } from './refusal.ts';
import { referenceUrl, type SubmitRequest } from './request.ts';
import type { WireModel } from './wire.ts';

/** What a job will render: every default filled in, every limit checked. */
export interface RenderPlan {
  readonly mode: 'text' | 'image' | 'reference' | 'continuation' | 'edit' | 'avatar' | 'upscale';
  /** The seconds asked for; for edit, avatar and upscale those of the source. Per-second prices multiply this. */
  readonly durationSeconds: number;
  /** At 24 per second. Seedance makes one more than asked. */
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** "720p", as the catalogue spells it. */
  readonly resolution: string;
  readonly aspectRatio: string;
  readonly audio: boolean;
  readonly inputImages: number;
  /** Seconds of referenced video, 0 when there is none. */
  readonly inputVideoSeconds: number;
  /** Frame of the source of an upscale. */
  readonly source?: FrameSize;
  readonly creativity?: number;
}

export interface PlanOptions {
  /** Refuse what the default accepts in silence: `size` against `resolution` or `aspect_ratio`, `seed` or
   * `generate_audio` on a model without them. Sources disagree on what the real service does. Default false. */
  readonly strict?: boolean;
}

/** Turns a request into a plan, or says why the model cannot do it. */
export function planRender(model: WireModel, request: SubmitRequest, options: PlanOptions = {}): RenderPlan | Refusal {
  const mode = modeOf(model, request);
  const size = request.size === undefined ? undefined : parseSize(request.size);
  const refusal = checkCapabilities(model, request, mode, size, options.strict ?? false);
  if (refusal) return refusal;

  const named = size && classOfSize(size);
  const resolution = named?.tier ?? request.resolution ?? defaultResolution(model);
  const aspectRatio = named?.aspectRatio ?? request.aspect_ratio ?? defaultAspectRatio(model, request);
  const audio = model.generate_audio === false ? false : (request.generate_audio ?? model.generate_audio ?? false);
  const source = sourceOf(request, mode);
  const durationSeconds = source?.durationSeconds ?? request.duration ?? defaultDuration(model);
  const factor = mode === 'upscale' ? (request.upscale_factor ?? model.upscale_factor?.min ?? 2) : 1;
  const frame = source
    ? scaled(source, Math.min(factor, longestSide / Math.max(source.width, source.height)))
    : size && !isTokenModel(model.id)
      ? { width: even(size.width), height: even(size.height) }
      : renderedSize(model.id, resolution, aspectRatio);

  return {
    mode,
    durationSeconds,
    frames: Math.round(durationSeconds * framesPerSecond) + (isTokenModel(model.id) ? 1 : 0),
    ...frame,
    resolution,
    aspectRatio,
    audio,
    inputImages: inputImages(request),
    inputVideoSeconds: mode === 'reference' ? inputVideoSeconds(request) : 0,
    ...(source && { source: { width: source.width, height: source.height } }),
    ...(mode === 'upscale' && { creativity: request.creativity ?? model.creativity?.[0] ?? 0 }),
  };
}

export function isRefusal(value: object): value is Refusal {
  return 'status' in value && 'message' in value;
}

function modeOf(model: WireModel, request: SubmitRequest): RenderPlan['mode'] {
  const priceKeys = Object.keys(model.pricing_skus ?? {});
  if (model.upscale_factor || priceKeys.some((key) => key.startsWith('cents_per_megapixel_second'))) return 'upscale';
  if (model.supported_durations === null) return /\bavatar\b/.test(model.id) ? 'avatar' : 'edit';
  if (request.previous_job_id) return 'continuation';
  // frame_images win over input_references: the job is then image-to-video (OpenRouter's guide).
  if (request.frame_images?.length) return 'image';
  return request.input_references?.length ? 'reference' : 'text';
}

function inputImages(request: SubmitRequest): number {
  if (request.frame_images?.length) return request.frame_images.length;
  return (request.input_references ?? []).filter((reference) => reference.type === 'image_url').length;
}

function inputVideoSeconds(request: SubmitRequest): number {
  return (request.input_references ?? [])
    .filter((reference) => reference.type === 'video_url')
    .reduce((sum, reference) => sum + hintsOf(referenceUrl(reference)).durationSeconds, 0);
}

/** What the editors, avatars and upscalers work on. Nothing is fetched: the URL's query may say what is behind it. */
function sourceOf(request: SubmitRequest, mode: RenderPlan['mode']) {
  if (mode !== 'edit' && mode !== 'avatar' && mode !== 'upscale') return undefined;
  const wanted = mode === 'avatar' ? 'audio_url' : 'video_url';
  const reference = request.input_references?.find(({ type }) => type === wanted);
  const hints = hintsOf(reference ? referenceUrl(reference) : '');
  if (mode !== 'avatar') return hints;
  return { ...hints, ...renderedSize('', request.resolution ?? '720p', request.aspect_ratio ?? '16:9') };
}

/** Defaults are ours: 5 s of 1280x720. `?durationSeconds=8&width=640&height=360` in the URL overrides them. */
function hintsOf(url: string) {
  const query = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
  const hint = (name: string, fallback: number, most: number) => {
    const value = Number(query.get(name));
    return Number.isFinite(value) && value >= 1 ? Math.min(value, most) : fallback;
  };
  return {
    durationSeconds: hint('durationSeconds', 5, 60),
    width: even(hint('width', 1280, 3840)),
    height: even(hint('height', 720, 3840)),
  };
}

/** An upscaled clip is drawn no larger than this, in pixels a side; its price follows from the source all the same. */
const longestSide = 4096;

function scaled({ width, height }: FrameSize, factor: number): FrameSize {
  return { width: even(width * factor), height: even(height * factor) };
}

function even(pixels: number): number {
  return Math.max(16, 2 * Math.round(pixels / 2));
}

/** Not documented by OpenRouter; ours: 720p where offered, else the first in the list. */
function defaultResolution(model: WireModel): string {
  const offered = model.supported_resolutions ?? ['720p'];
  return offered.includes('720p') ? '720p' : (offered[0] ?? '720p');
}

/** Not documented; ours: the first frame's own shape where it is known, else 16:9 where offered. */
function defaultAspectRatio(model: WireModel, request: SubmitRequest): string {
  const offered = model.supported_aspect_ratios ?? ['16:9'];
  const first =
    request.frame_images?.find(({ frame_type }) => frame_type === 'first_frame') ?? request.frame_images?.[0];
  const picture = first && pictureSize(first.image_url.url);
  if (picture) return nearestAspectRatio(picture, offered);
  return offered.includes('16:9') ? '16:9' : (offered[0] ?? '16:9');
}

/** Not documented; ours: 5 s where offered, else the shortest that is longer, else the longest. */
function defaultDuration(model: WireModel): number {
  const offered = [...(model.supported_durations ?? [5])].sort((a, b) => a - b);
  return offered.find((seconds) => seconds >= 5) ?? offered.at(-1) ?? 5;
}
