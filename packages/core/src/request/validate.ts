import type { VideoModel } from '../catalog/model.ts';
import { providerSlug } from '../data/provider-slugs.ts';
import { nearestNumber, nearestWord } from '../requirements/nearest.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { RequestBody } from './wire.ts';

export type RequestFindingCode =
  | 'duration_unsupported'
  | 'resolution_unsupported'
  | 'aspect_ratio_unsupported'
  | 'size_unsupported'
  | 'frame_type_unsupported'
  | 'audio_unsupported'
  | 'seed_unsupported'
  | 'upscale_factor_unsupported'
  | 'creativity_unsupported'
  | 'passthrough_unlisted'
  | 'passthrough_not_stated'
  | 'passthrough_without_value'
  | 'provider_slug_unknown'
  | 'provider_slug_unproven'
  | 'prompt_missing'
  | 'source_video_url_missing'
  | 'reference_url_not_https'
  | 'references_ignored'
  | 'callback_url_not_https';

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
          refused(
            'upscale_factor_unsupported',
            'upscaleFactor',
            factor,
            upscaleFactor,
            Math.min(upscaleFactor.max, Math.max(upscaleFactor.min, factor)),
          ),
        ]
      : []),
    ...(body.generate_audio && model.generateAudio === false
      ? [refused('audio_unsupported', 'audio', true, false)]
      : []),
    // One report says that the API answers 400 to this, another that it ignores the seed.
    ...(body.seed !== undefined && model.seed === false ? [warning('seed_unsupported', 'seed', body.seed)] : []),
    ...(body.callback_url !== undefined && !/^https:/i.test(body.callback_url)
      ? [refused('callback_url_not_https', 'callbackUrl', body.callback_url)]
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
  if (body.prompt === undefined && task === 'generate' && !hasImage) findings.push(refused('prompt_missing', 'prompt'));
  if ((task === 'edit' || task === 'upscale') && requirements.sourceVideo?.url === undefined)
    findings.push(refused('source_video_url_missing', 'sourceVideo'));
  for (const reference of references) {
    const url =
      reference.type === 'audio_url'
        ? reference.audio_url.url
        : reference.type === 'video_url'
          ? reference.video_url.url
          : undefined;
    if (url !== undefined && !/^https:/i.test(url))
      findings.push(refused('reference_url_not_https', 'references', reference.type));
  }
  // The API documents that frames win over references.
  if (body.frame_images && references.length > 0)
    findings.push(warning('references_ignored', 'references', references.length));
  return findings;
}

function passthroughFindings(model: VideoModel, { passthrough }: Requirements): readonly RequestFinding[] {
  const listed = model.passthroughParameters;
  const findings: RequestFinding[] = [];
  for (const { name, value } of passthrough) {
    if (listed === null) findings.push(warning('passthrough_not_stated', 'passthrough', name));
    else if (!listed.includes(name))
      findings.push(refused('passthrough_unlisted', 'passthrough', name, listed, nearestWord(name, listed)));
    else if (value === undefined) findings.push(warning('passthrough_without_value', 'passthrough', name));
  }
  const valued = passthrough.filter((parameter) => parameter.value !== undefined).map(({ name }) => name);
  if (valued.length === 0) return findings;
  const provider = providerSlug(model.id);
  if (!provider) findings.push(refused('provider_slug_unknown', 'passthrough', valued));
  else if (provider.grade === 'specification' || provider.grade === 'code')
    findings.push(warning('provider_slug_unproven', 'passthrough', valued, provider));
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
  return [refused(code, field, value, list, nearest)];
}

function refused(
  code: RequestFindingCode,
  field: string,
  requested?: unknown,
  supported?: unknown,
  nearest: string | number | null = null,
): RequestFinding {
  return finding('refused', code, field, requested, supported, nearest);
}

function warning(code: RequestFindingCode, field: string, requested?: unknown, supported?: unknown): RequestFinding {
  return finding('warning', code, field, requested, supported, null);
}

function finding(
  severity: RequestFinding['severity'],
  code: RequestFindingCode,
  field: string,
  requested: unknown,
  supported: unknown,
  nearest: string | number | null,
): RequestFinding {
  return {
    code,
    severity,
    field,
    ...(requested === undefined ? {} : { requested }),
    ...(supported === undefined ? {} : { supported }),
    ...(nearest === null ? {} : { nearest }),
  };
}
