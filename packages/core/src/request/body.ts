import type { VideoModel } from '../catalog/model.ts';
import { providerSlug } from '../data/provider-slugs.ts';
import { isRange, rangeText } from '../requirements/range.ts';
import type {
  DurationRange,
  ImageInput,
  ReferenceInput,
  Requirements,
  ResolutionRange,
} from '../requirements/requirements.ts';
import { shapeOf } from '../requirements/shape.ts';
import { tierOf } from '../requirements/words.ts';
import type { FrameImage, InputReference, RequestBody } from './wire.ts';

/** What was decided beyond the requirements. */
export interface RequestChoice {
  /** `undefined`: nothing is said of sound. */
  readonly generateAudio: boolean | undefined;
  /** Default: as required. Whole seconds. */
  readonly durationSeconds?: number;
  /** Default: as required. */
  readonly resolution?: string;
  /** Default: as required. */
  readonly aspectRatio?: string;
  /** `https:` URL for the webhook. */
  readonly callbackUrl?: string;
  /** Groups jobs in the provider's log; at most 256 characters. */
  readonly sessionId?: string;
}

/**
 * The exact body that asks `model` for the clip, keys in a fixed order. It says what was asked, in the model's own spelling; whether the
 * model takes it, and whether every parameter found its place, is for `validateRequest`.
 *
 * @throws RangeError when length or class is a range that `choice` does not settle: a request has no words for one
 */
export function buildRequestBody(model: VideoModel, requirements: Requirements, choice: RequestChoice): RequestBody {
  const { prompt, seed, previousJobId, upscaleFactor, creativity } = requirements;
  const durationSeconds = choice.durationSeconds ?? oneOf(requirements.durationSeconds, 'length');
  const frames = frameImages(model, requirements);
  const references = inputReferences(model, requirements);
  const options = providerOptions(model, requirements);
  return {
    model: model.id,
    ...(prompt === undefined ? {} : { prompt }),
    ...(durationSeconds === undefined || isSetByInput(model, requirements) ? {} : { duration: durationSeconds }),
    ...shape(model, requirements, choice),
    ...(choice.generateAudio === undefined ? {} : { generate_audio: choice.generateAudio }),
    ...(seed === undefined ? {} : { seed }),
    ...(frames.length === 0 ? {} : { frame_images: frames }),
    ...(references.length === 0 ? {} : { input_references: references }),
    ...(previousJobId === undefined ? {} : { previous_job_id: previousJobId }),
    ...(upscaleFactor === undefined ? {} : { upscale_factor: upscaleFactor }),
    ...(creativity === undefined ? {} : { creativity }),
    ...(options === undefined ? {} : { provider: { options } }),
    ...(choice.callbackUrl === undefined ? {} : { callback_url: choice.callbackUrl }),
    ...(choice.sessionId === undefined ? {} : { session_id: choice.sessionId }),
  };
}

/** Whether the length is that of what goes in: an editor, upscaler or avatar lists none, and a request for one would be refused. */
function isSetByInput({ durationsSeconds }: VideoModel, { task }: Requirements): boolean {
  return durationsSeconds === null && task !== 'generate' && task !== 'continue';
}

function oneOf<Value extends number | string>(
  wanted: Value | DurationRange | ResolutionRange | undefined,
  what: string,
) {
  if (isRange(wanted))
    throw new RangeError(`A request asks for one ${what}, not for ${rangeText(wanted)}: choose one.`);
  return wanted;
}

/** The size when it was asked for and listed, or when it says more than class and ratio can; else resolution and aspect ratio. */
function shape(
  model: VideoModel,
  requirements: Requirements,
  choice: RequestChoice,
): Pick<RequestBody, 'resolution' | 'aspect_ratio' | 'size'> {
  const { size } = requirements;
  const derived = shapeOf(requirements, model.resolutions);
  const resolution = choice.resolution ?? derived.resolution ?? oneOf(requirements.resolution, 'resolution');
  const aspectRatio = choice.aspectRatio ?? derived.aspectRatio ?? undefined;
  const reshaped = choice.resolution !== undefined || choice.aspectRatio !== undefined;
  if (size !== undefined && !reshaped) {
    const listed = spelledAs(size, model.sizes);
    if (listed !== undefined) return { size: listed };
    if (resolution === undefined || aspectRatio === undefined) return { size };
  }
  // `adaptive` means "as the picture": the API's schema has no such word, so it is said only to a model that lists it.
  const ratio = aspectRatio === 'adaptive' ? spelledAs(aspectRatio, model.aspectRatios) : aspectRatio;
  return {
    ...(resolution === undefined ? {} : { resolution: classSpelledAs(resolution, model.resolutions) ?? resolution }),
    ...(ratio === undefined ? {} : { aspect_ratio: ratio }),
  };
}

function spelledAs(word: string, list: readonly string[] | null): string | undefined {
  const plain = word.toLowerCase();
  return list?.find((candidate) => candidate.toLowerCase() === plain);
}

/** `2K` is `1440p` to a model that lists it so. */
function classSpelledAs(resolution: string, list: readonly string[] | null): string | undefined {
  return spelledAs(resolution, list) ?? list?.find((candidate) => tierOf(candidate) === tierOf(resolution));
}

/** An avatar model without a frame slot gets its portrait as a reference instead. */
function portraitIsReference(model: VideoModel, { task, firstFrame }: Requirements): boolean {
  return task === 'avatar' && firstFrame !== undefined && !model.frameTypes?.includes('first_frame');
}

function frameImages(model: VideoModel, requirements: Requirements): readonly FrameImage[] {
  const { firstFrame, lastFrame } = requirements;
  return [
    ...(firstFrame && !portraitIsReference(model, requirements) ? [frameImage(firstFrame, 'first_frame')] : []),
    ...(lastFrame ? [frameImage(lastFrame, 'last_frame')] : []),
  ];
}

function frameImage(image: ImageInput, frameType: FrameImage['frame_type']): FrameImage {
  return { type: 'image_url', image_url: { url: image.url }, frame_type: frameType };
}

function inputReferences(model: VideoModel, requirements: Requirements): readonly InputReference[] {
  const { firstFrame, sourceVideo, references } = requirements;
  return [
    ...(sourceVideo?.url === undefined ? [] : [inputReference({ kind: 'video', url: sourceVideo.url })]),
    ...(firstFrame && portraitIsReference(model, requirements)
      ? [inputReference({ kind: 'image', url: firstFrame.url })]
      : []),
    ...references.map(inputReference),
  ];
}

function inputReference({ kind, url }: ReferenceInput): InputReference {
  switch (kind) {
    case 'image':
      return { type: 'image_url', image_url: { url } };
    case 'audio':
      return { type: 'audio_url', audio_url: { url } };
    case 'video':
      return { type: 'video_url', video_url: { url } };
    default:
      return kind satisfies never;
  }
}

/** Parameters without a value only choose a model; nothing is sent for them. */
function providerOptions(
  model: VideoModel,
  { passthrough }: Requirements,
): Record<string, Record<string, unknown>> | undefined {
  const valued = passthrough.filter((parameter) => parameter.value !== undefined);
  const provider = valued.length === 0 ? undefined : providerSlug(model.id);
  if (!provider) return undefined;
  const parameters = Object.fromEntries(valued.map(({ name, value }) => [name, value]));
  return { [provider.slug]: provider.nesting === 'parameters' ? { parameters } : parameters };
}
