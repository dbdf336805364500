import type { VideoModel } from '../catalog/model.ts';
import { providerSlug } from '../data/provider-slugs.ts';
import { isBlank } from '../requirements/field.ts';
import { nearestNumber, nearestWord } from '../requirements/nearest.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { RequestBody } from './wire.ts';

/** Every finding and what it means for the request: `refused`, do not send it; `warning`, worth knowing. */
export const requestFindingSeverities = {
  duration_unsupported: 'refused',
  resolution_unsupported: 'refused',
  aspect_ratio_unsupported: 'refused',
  size_unsupported: 'refused',
  frame_type_unsupported: 'refused',
  audio_unsupported: 'refused',
  // One report says that the API answers 400 to this, another that it ignores the seed.
  seed_unsupported: 'warning',
  upscale_factor_unsupported: 'refused',
  creativity_unsupported: 'refused',
  passthrough_unlisted: 'refused',
  passthrough_not_stated: 'warning',
  passthrough_without_value: 'warning',
  provider_slug_unknown: 'refused',
  provider_slug_unproven: 'warning',
  prompt_missing: 'refused',
  source_video_url_missing: 'refused',
  reference_url_not_https: 'refused',
  // The API documents that frames win over references.
  references_ignored: 'warning',
  picture_unusable: 'refused',
  picture_doubtful: 'warning',
  // Providers may reach what this machine does not.
  picture_not_seen: 'warning',
  callback_url_not_https: 'refused',
} as const;

/** What is wrong, or worth knowing, about a request, without the values. */
export type RequestFindingCode = keyof typeof requestFindingSeverities;

/** What is wrong, or worth knowing, about a request. `refused`: do not send it. */
export interface RequestFinding {
  readonly code: RequestFindingCode;
  readonly severity: 'refused' | 'warning';
  /** The field of the requirements. */
  readonly field: string;
  readonly requested?: unknown;
  /** What the model takes. */
  readonly supported?: unknown;
  readonly nearest?: string | number | null;
}

/** Holds a body against the model that it names. A limit that the catalogue does not state is no finding. Empty: send it. */
export function validateRequest(
  model: VideoModel,
  requirements: Requirements,
  body: RequestBody,
): readonly RequestFinding[] {
  return [
    ...shapeFindings(model, body),
    ...inputFindings(model, requirements, body),
    ...passthroughFindings(model, requirements),
  ];
}

function shapeFindings(model: VideoModel, body: RequestBody): readonly RequestFinding[] {
  const { upscaleFactor } = model;
  const factor = body.upscale_factor;
  return [
    ...unlisted('duration_unsupported', 'durationSeconds', body.duration, model.durationsSeconds),
    ...unlisted('resolution_unsupported', 'resolution', body.resolution, model.resolutions),
    ...unlisted('aspect_ratio_unsupported', 'aspectRatio', body.aspect_ratio, model.aspectRatios),
    ...unlisted('size_unsupported', 'size', body.size, model.sizes),
    ...unlisted('creativity_unsupported', 'creativity', body.creativity, model.creativity),
    ...(factor !== undefined && upscaleFactor && (factor < upscaleFactor.min || factor > upscaleFactor.max)
      ? [
          finding(
            'upscale_factor_unsupported',
            'upscaleFactor',
            factor,
            upscaleFactor,
            Math.min(upscaleFactor.max, Math.max(upscaleFactor.min, factor)),
          ),
        ]
      : []),
    ...(body.generate_audio && model.generateAudio === false
      ? [finding('audio_unsupported', 'audio', true, false)]
      : []),
    ...(body.seed !== undefined && model.seed === false ? [finding('seed_unsupported', 'seed', body.seed)] : []),
    ...(body.callback_url !== undefined && !/^https:/i.test(body.callback_url)
      ? [finding('callback_url_not_https', 'callbackUrl', body.callback_url)]
      : []),
  ];
}

function inputFindings(model: VideoModel, requirements: Requirements, body: RequestBody): readonly RequestFinding[] {
  const { task } = requirements;
  const references = body.input_references ?? [];
  const hasImage = body.frame_images !== undefined || references.some(({ type }) => type === 'image_url');
  const findings: RequestFinding[] = [];
  for (const { frame_type } of body.frame_images ?? [])
    findings.push(
      ...unlisted(
        'frame_type_unsupported',
        frame_type === 'last_frame' ? 'lastFrame' : 'firstFrame',
        frame_type,
        model.frameTypes,
      ),
    );
  if (task === 'generate' && !hasImage && isMissing(body.prompt)) findings.push(finding('prompt_missing', 'prompt'));
  if ((task === 'edit' || task === 'upscale') && requirements.sourceVideo?.url === undefined)
    findings.push(finding('source_video_url_missing', 'sourceVideo'));
  for (const reference of references) {
    const url =
      reference.type === 'audio_url'
        ? reference.audio_url.url
        : reference.type === 'video_url'
          ? reference.video_url.url
          : undefined;
    if (url !== undefined && !/^https:/i.test(url))
      findings.push(finding('reference_url_not_https', 'references', reference.type));
  }
  if (body.frame_images && references.length > 0)
    findings.push(finding('references_ignored', 'references', references.length));
  return findings;
}

/** Whether a prompt says nothing. The service takes a clip without one only beside a picture, and not on every model. */
function isMissing(prompt: string | null | undefined): boolean {
  return prompt === undefined || prompt === null || isBlank(prompt);
}

/** What is known to be wrong with a caller's own body before it is sent as it is: a clip of which nothing is said. */
export function callersBodyFindings(
  task: Requirements['task'],
  body: Readonly<Record<string, unknown>>,
): readonly RequestFinding[] {
  const { prompt, frame_images: frames, input_references: references } = body;
  const hasInput = [frames, references].some((list) => Array.isArray(list) && list.length > 0);
  const isSaid = typeof prompt === 'string' ? !isBlank(prompt) : prompt !== undefined && prompt !== null;
  return task === 'generate' && !hasInput && !isSaid ? [finding('prompt_missing', 'prompt')] : [];
}

/** Whether a request with these findings must not be sent. */
export function isRefused(findings: readonly RequestFinding[]): boolean {
  return findings.some(({ severity }) => severity === 'refused');
}

function passthroughFindings(model: VideoModel, { passthrough }: Requirements): readonly RequestFinding[] {
  const listed = model.passthroughParameters;
  const findings: RequestFinding[] = [];
  for (const { name, value } of passthrough) {
    if (listed === null) findings.push(finding('passthrough_not_stated', 'passthrough', name));
    else if (!listed.includes(name))
      findings.push(finding('passthrough_unlisted', 'passthrough', name, listed, nearestWord(name, listed)));
    else if (value === undefined) findings.push(finding('passthrough_without_value', 'passthrough', name));
  }
  const valued = passthrough.filter((parameter) => parameter.value !== undefined).map(({ name }) => name);
  if (valued.length === 0) return findings;
  const provider = providerSlug(model.id);
  if (!provider) findings.push(finding('provider_slug_unknown', 'passthrough', valued));
  else if (provider.grade === 'specification' || provider.grade === 'code')
    findings.push(finding('provider_slug_unproven', 'passthrough', valued, provider));
  return findings;
}

function unlisted<Value extends string | number>(
  code: RequestFindingCode,
  field: string,
  value: Value | undefined,
  list: readonly Value[] | null,
): readonly RequestFinding[] {
  if (value === undefined || list === null || list.includes(value)) return [];
  const nearest =
    typeof value === 'number'
      ? nearestNumber(value, list as readonly number[])
      : nearestWord(value, list as readonly string[]);
  return [finding(code, field, value, list, nearest)];
}

function finding(
  code: RequestFindingCode,
  field: string,
  requested?: unknown,
  supported?: unknown,
  nearest: string | number | null = null,
): RequestFinding {
  return {
    code,
    severity: requestFindingSeverities[code],
    field,
    ...(requested === undefined ? {} : { requested }),
    ...(supported === undefined ? {} : { supported }),
    ...(nearest === null ? {} : { nearest }),
  };
}
