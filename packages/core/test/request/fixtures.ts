import type { VideoModel } from '../../src/catalog/model.ts';
import { buildRequestBody, type RequestChoice } from '../../src/request/body.ts';
import type { RequestBody } from '../../src/request/wire.ts';
import { parseRequirements } from '../../src/requirements/parse.ts';
import type { RequirementsInput } from '../../src/requirements/schema.ts';

/** A model of the catalogue of 2026-10-08, of which only what matters here is said. */
export function model(id: string, fields: Partial<VideoModel> = {}): VideoModel {
  return {
    id,
    canonicalSlug: null,
    name: id,
    createdUnixSeconds: null,
    resolutions: null,
    aspectRatios: null,
    sizes: null,
    durationsSeconds: null,
    frameTypes: null,
    upscaleFactor: null,
    creativity: null,
    generateAudio: null,
    seed: null,
    pricingSkus: null,
    passthroughParameters: null,
    unknownFields: {},
    ...fields,
  };
}

export const veo = model('google/veo-3.1', {
  resolutions: ['720p', '1080p', '4K'],
  aspectRatios: ['16:9', '9:16'],
  sizes: ['1280x720', '1080x1920', '1920x1080', '720x1280', '3840x2160', '2160x3840'],
  durationsSeconds: [4, 6, 8],
  frameTypes: ['first_frame', 'last_frame'],
  generateAudio: true,
  seed: true,
  passthroughParameters: ['personGeneration', 'aspectRatio', 'negativePrompt', 'conditioningScale', 'enhancePrompt'],
});

export const kling = model('kwaivgi/kling-v3.0-std', {
  resolutions: ['720p'],
  aspectRatios: ['16:9', '9:16', '1:1'],
  sizes: ['1280x720', '720x1280', '720x720'],
  durationsSeconds: [3, 4, 5],
  frameTypes: ['first_frame', 'last_frame'],
  generateAudio: true,
  seed: false,
  passthroughParameters: ['negative_prompt', 'cfg_scale'],
});

export const wan = model('alibaba/wan-2.7', {
  passthroughParameters: ['negative_prompt', 'prompt_extend'],
  durationsSeconds: [5],
});

export const photo = 'https://example.com/mug.png';

export function bodyFor(
  picked: VideoModel,
  input: RequirementsInput,
  choice: Partial<RequestChoice> = {},
): RequestBody {
  return buildRequestBody(picked, parseRequirements(input), { generateAudio: false, ...choice });
}
