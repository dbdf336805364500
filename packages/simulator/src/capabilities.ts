import { classOfSize, type FrameSize, nominalSize, renderedSize } from './frame-size.ts';
import type { RenderPlan } from './plan.ts';
import { type Refusal, refuse } from './refusal.ts';
import { referenceUrl, type SubmitRequest } from './request.ts';
import type { WireModel } from './wire.ts';

/**
 * The first reason why the model refuses the request, or undefined. The texts on duration, resolution, a missing prompt,
 * `previous_job_id` and video data: URLs were recorded live (2026-09-21 to 2026-10-02); the others are ours, in their manner.
 */
export function checkCapabilities(
  model: WireModel,
  request: SubmitRequest,
  mode: RenderPlan['mode'],
  size: FrameSize | undefined,
  strict: boolean,
): Refusal | undefined {
  return (
    checkReferences(request) ??
    checkPrompt(model, request, mode) ??
    checkContinuation(model, request) ??
    checkDuration(model, request) ??
    checkResolution(model, request) ??
    checkAspectRatio(model, request) ??
    checkSize(model, request, size) ??
    checkFrames(model, request) ??
    checkSource(request, mode) ??
    checkUpscale(model, request) ??
    (strict ? checkStrictly(model, request, size) : undefined)
  );
}

/** The metadata that came with both recorded capability errors. */
const funnel = {
  metadata: {
    routing_funnel: [{ step: 'Initial Endpoints', endpoint_count: 1 }],
    failed_routing_step: 'Validate Video Parameters',
  },
};

function unsupported(what: string, supported: string): Refusal {
  return refuse(400, `${what} is not supported for this model. ${supported}`, funnel);
}

function checkReferences(request: SubmitRequest): Refusal | undefined {
  for (const [index, frame] of (request.frame_images ?? []).entries()) {
    const refusal = checkImageUrl(frame.image_url.url, `frame_images[${index}].image_url.url`);
    if (refusal) return refusal;
  }
  for (const [index, reference] of (request.input_references ?? []).entries()) {
    const url = referenceUrl(reference);
    const path = `input_references[${index}].${reference.type}.url`;
    const refusal = reference.type === 'image_url' ? checkImageUrl(url, path) : checkHttps(url, path);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Pictures may be data: URLs (live); sound and video may not (video live, sound assumed). */
function checkImageUrl(url: string, path: string): Refusal | undefined {
  if (url.startsWith('data:')) {
    if (/^data:image\/[\w.+-]+(;[\w=.+-]+)*,/i.test(url)) return undefined;
    return refuse(400, `Invalid reference URL: ${path}: not an image data URL`, {
      metadata: { error_type: 'invalid_image' },
    });
  }
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return undefined;
  return refuse(400, `Invalid reference URL: ${path}: Only HTTPS URLs are allowed`);
}

function checkHttps(url: string, path: string): Refusal | undefined {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return undefined;
  return refuse(400, `Invalid reference URL: ${path}: Only HTTPS URLs are allowed`);
}

/** No catalogue flag says who works from a picture alone; ours: whoever takes a first frame, and the upscalers. */
function checkPrompt(model: WireModel, request: SubmitRequest, mode: RenderPlan['mode']): Refusal | undefined {
  if (request.prompt?.trim()) return undefined;
  if (mode === 'upscale' || mode === 'avatar') return undefined;
  const hasPicture = request.frame_images?.length || request.input_references?.some(({ type }) => type === 'image_url');
  if (hasPicture && model.supported_frame_images?.length) return undefined;
  return refuse(400, `${providerName(model)} video generations require a prompt when no image input is provided`);
}

/** Who accepts it is not known: grok and seedance-2.0-mini refuse (live); a continuation price hints at flux-3-video. */
function checkContinuation(model: WireModel, request: SubmitRequest): Refusal | undefined {
  if (!request.previous_job_id) return undefined;
  if (Object.keys(model.pricing_skus ?? {}).some((key) => key.includes('continuation'))) return undefined;
  return refuse(400, `${model.canonical_slug} does not support previous_job_id`);
}

function checkDuration(model: WireModel, request: SubmitRequest): Refusal | undefined {
  const offered = model.supported_durations;
  if (request.duration === undefined || !offered || offered.includes(request.duration)) return undefined;
  return unsupported(`Duration ${request.duration}s`, `Supported durations: ${offered.join(', ')}s`);
}

function checkResolution(model: WireModel, request: SubmitRequest): Refusal | undefined {
  const offered = model.supported_resolutions;
  if (request.resolution === undefined || !offered || offered.includes(request.resolution)) return undefined;
  return unsupported(`Resolution ${request.resolution}`, `Supported resolutions: ${offered.join(', ')}`);
}

function checkAspectRatio(model: WireModel, request: SubmitRequest): Refusal | undefined {
  const offered = model.supported_aspect_ratios;
  if (request.aspect_ratio === undefined || !offered || offered.includes(request.aspect_ratio)) return undefined;
  return unsupported(`Aspect ratio ${request.aspect_ratio}`, `Supported aspect ratios: ${offered.join(', ')}`);
}

function checkSize(model: WireModel, request: SubmitRequest, size: FrameSize | undefined): Refusal | undefined {
  if (request.size === undefined) return undefined;
  const offered = model.supported_sizes ?? sizesOf(model);
  if (size && (!offered || offered.includes(request.size))) return undefined;
  return unsupported(`Size ${request.size}`, `Supported sizes: ${offered?.join(', ') ?? 'WIDTHxHEIGHT'}`);
}

/** Where the catalogue lists no sizes: every tier in every ratio. */
function sizesOf(model: WireModel): readonly string[] | undefined {
  if (!model.supported_resolutions || !model.supported_aspect_ratios) return undefined;
  const sizes = model.supported_resolutions.flatMap((tier) =>
    model.supported_aspect_ratios!.flatMap((ratio) => [nominalSize(tier, ratio), renderedSize(model.id, tier, ratio)]),
  );
  return [...new Set(sizes.map(({ width, height }) => `${width}x${height}`))];
}

function checkFrames(model: WireModel, request: SubmitRequest): Refusal | undefined {
  const offered = model.supported_frame_images;
  const wrong = request.frame_images?.find(({ frame_type }) => offered && !offered.includes(frame_type));
  if (!wrong || !offered) return undefined;
  return unsupported(`Frame type ${wrong.frame_type}`, `Supported frame types: ${offered.join(', ')}`);
}

function checkSource(request: SubmitRequest, mode: RenderPlan['mode']): Refusal | undefined {
  const has = (type: string) => request.input_references?.some((reference) => reference.type === type);
  if ((mode === 'edit' || mode === 'upscale') && !has('video_url')) {
    return refuse(400, 'This model requires a video_url in input_references');
  }
  if (mode === 'avatar' && !(has('image_url') && has('audio_url'))) {
    return refuse(400, 'This model requires an image_url and an audio_url in input_references');
  }
  return undefined;
}

function checkUpscale(model: WireModel, request: SubmitRequest): Refusal | undefined {
  const { upscale_factor: factor, creativity } = request;
  const range = model.upscale_factor;
  if (factor !== undefined) {
    if (!range) return refuse(400, 'upscale_factor is not supported for this model', funnel);
    if (factor < (range.min ?? 0) || factor > (range.max ?? Number.POSITIVE_INFINITY)) {
      return unsupported(`Upscale factor ${factor}`, `Supported range: ${range.min ?? 0} to ${range.max ?? 'any'}`);
    }
  }
  if (creativity === undefined) return undefined;
  if (!model.creativity) return refuse(400, 'creativity is not supported for this model', funnel);
  if (model.creativity.includes(creativity)) return undefined;
  return unsupported(`Creativity ${creativity}`, `Supported levels: ${model.creativity.join(', ')}`);
}

function checkStrictly(model: WireModel, request: SubmitRequest, size: FrameSize | undefined): Refusal | undefined {
  const named = size && classOfSize(size);
  if (named && request.resolution && named.tier !== request.resolution) {
    return refuse(400, `size ${request.size} conflicts with resolution ${request.resolution}`, funnel);
  }
  if (named && request.aspect_ratio && named.aspectRatio !== request.aspect_ratio) {
    return refuse(400, `size ${request.size} conflicts with aspect_ratio ${request.aspect_ratio}`, funnel);
  }
  if (request.seed !== undefined && !model.seed) return refuse(400, 'seed is not supported for this model', funnel);
  if (request.generate_audio !== undefined && model.generate_audio !== true) {
    return refuse(400, 'generate_audio is not supported for this model', funnel);
  }
  return undefined;
}

/** "xAI" was recorded live; the others follow from the catalogue's names ("Google: Veo 3.1"). */
export function providerName(model: WireModel): string {
  if (model.id.startsWith('x-ai/')) return 'xAI';
  return model.name.includes(':') ? model.name.split(':')[0]!.trim() : (model.id.split('/')[0] ?? model.id);
}
