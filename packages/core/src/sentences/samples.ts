import type { BillDoubt, BillDoubtCode } from '../bill-doubt.ts';
import type { CatalogIssue } from '../catalog/model.ts';
import type { DeliveryDifference, DeliveryDifferenceCode } from '../delivery-difference.ts';
import type { JobReason, JobReasonCode } from '../job-reason.ts';
import type { Reason, ReasonCode } from '../match/verdict.ts';
import type { PriceNote, PriceNoteCode } from '../price/price-note.ts';
import type { ReadingFailure, ReadingFailureCode } from '../reading-failure.ts';
import type { RequestFinding, RequestFindingCode } from '../request/validate.ts';
import type { RequirementsProblem, RequirementsProblemCode } from '../requirements/error.ts';
import type { Staleness, StalenessCode } from '../selection.ts';
import type { JobReasonOf } from './job-reason.ts';

/** One finding of each code, as it may come: docs/codes.md shows their sentences, and the tests read every one. */

type ReasonSample = Omit<Reason, 'code'>;

const reason = (field: string, requested: unknown, supported: unknown = null): ReasonSample => ({
  field,
  requested,
  supported,
});

export const reasonSamples: Readonly<Record<ReasonCode, ReasonSample>> = {
  task_unsupported: reason('task', 'edit', 'generate'),
  duration_unsupported: reason('durationSeconds', 5, [4, 6, 8]),
  resolution_unsupported: reason('resolution', '4K', ['720p', '1080p']),
  aspect_ratio_unsupported: reason('aspectRatio', '1:1', ['16:9', '9:16']),
  size_unsupported: reason('size', '640x640', ['1280x720', '720x1280']),
  first_frame_unsupported: reason('firstFrame', 'first_frame', []),
  last_frame_unsupported: reason('lastFrame', 'last_frame', ['first_frame']),
  audio_unsupported: reason('audio', true, false),
  seed_unsupported: reason('seed', 7, false),
  passthrough_unsupported: reason('passthrough', ['camera'], ['cfg_scale']),
  upscale_factor_unsupported: reason('upscaleFactor', 6, { min: 1, max: 4 }),
  creativity_unsupported: reason('creativity', 7, [0, 1, 2]),
  references_refused: reason('references', ['image'], false),
  continuation_refused: reason('previousJobId', 'job-1', false),
  provider_not_allowed: reason('providers', ['google'], 'openai'),
  provider_denied: reason('providers', ['openai'], 'openai'),
  model_not_allowed: reason('models', ['google/veo-3.1'], 'openai/sora-2'),
  model_denied: reason('models', ['openai/sora-2'], 'openai/sora-2'),
  price_over_limit: reason('maxUsd', '0.50', '1.20'),
  too_slow: reason('maxSeconds', 60, 190),
  quality_too_low: reason('minQuality', 1300, 1212),
  last_frame_needs_first_frame: reason('lastFrame', {}),
  task_not_stated: reason('task', 'edit'),
  duration_not_stated: reason('durationSeconds', 5),
  resolution_not_stated: reason('resolution', '720p'),
  aspect_ratio_not_stated: reason('aspectRatio', '1:1'),
  size_not_stated: reason('size', '1280x720'),
  first_frame_not_stated: reason('firstFrame', 'first_frame'),
  last_frame_not_stated: reason('lastFrame', 'last_frame'),
  references_not_stated: reason('references', ['image', 'audio']),
  audio_not_stated: reason('audio', true),
  silence_not_stated: reason('audio', false),
  seed_not_stated: reason('seed', 7),
  passthrough_not_stated: reason('passthrough', ['camera']),
  passthrough_slug_unknown: reason('passthrough', ['camera']),
  upscale_factor_not_stated: reason('upscaleFactor', 2),
  creativity_not_stated: reason('creativity', 3),
  continuation_not_stated: reason('previousJobId', 'job-1'),
  price_unknown: reason('maxUsd', '0.50'),
};

type PriceNoteArguments = { readonly [Code in PriceNoteCode]: Omit<Extract<PriceNote, { code: Code }>, 'code'> };

const priceNoteArguments: PriceNoteArguments = {
  aspect_ratio_not_given: {},
  audio_chosen_by_price: { audio: false },
  audio_off_not_stated: {},
  audio_on_by_default: {},
  clip_below_target: {},
  clip_settled: { fields: ['durationSeconds', 'resolution', 'aspectRatio'], values: ['5 s', '720p', '16:9'] },
  creativity_not_given: {},
  duration_assumed: { durationSeconds: 5 },
  duration_not_given: { offered: [4, 6, 8] },
  duration_not_offered: { durationSeconds: 5, offered: [4, 6, 8] },
  frame_follows_the_picture: {},
  frame_not_published: { aspectRatio: '21:9' },
  frame_size_unknown: { resolution: '720p' },
  frame_taken_from_sister_models: { tier: '720p' },
  free_reference_images_likely: { images: 3 },
  megapixels_in_or_out_unsettled: {},
  model_not_in_catalog: {},
  no_rate_for_this_job: { resolution: '4K' },
  no_sku_understood: { skus: ['per_wish'] },
  own_bills_differ: {
    n: 5,
    factor: 0.8,
    low: 0.75,
    high: 0.9,
    oldestAt: '2026-09-01T00:00:00Z',
    newestAt: '2026-10-01T00:00:00Z',
  },
  own_bills_show_a_floor: {
    n: 2,
    low: '0.2125',
    high: '0.25',
    oldestAt: '2026-10-01T00:00:00.000Z',
    newestAt: '2026-10-08T00:00:00.000Z',
  },
  price_not_stated: {},
  reference_has_no_rate: { skus: ['text_to_video_duration_seconds_720p'] },
  reference_rate_may_not_apply: { sku: 'reference_duration_seconds' },
  references_beside_frames_may_be_charged: { images: 2 },
  resolution_assumed: { resolution: '720p' },
  resolution_not_given: { resolutions: ['720p', '1080p'] },
  resolution_not_offered: { resolution: '4K', offered: ['720p', '1080p'] },
  several_price_families: { skus: ['duration_seconds', 'video_tokens'] },
  size_has_no_price_class: { size: '640x640' },
  sku_not_applied: { sku: 'megapixels' },
  sku_not_understood: { sku: 'per_wish' },
  sku_value_unreadable: { sku: 'duration_seconds' },
  source_duration_not_given: {},
  source_video_not_described: { missing: ['the length of the source video', 'its frame rate'] },
  speech_duration_not_given: {},
  unlisted_discount_seen: { factor: '0.5', seenFrom: '2026-08-01', seenUntil: '2026-08-31' },
  unlisted_floor_seen: { floorSeconds: 4, asOf: '2026-09-01' },
  upscale_factor_not_given: { priced: 4 },
  video_input_counting_unsettled: {},
};

/** One note of each code, sorted by code. */
export const priceNoteSamples: readonly PriceNote[] = Object.entries(priceNoteArguments).map(
  ([code, given]) => ({ code, ...given }) as PriceNote,
);

const finding = (
  field: string,
  requested?: unknown,
  supported?: unknown,
  nearest?: string | number,
): Omit<RequestFinding, 'code' | 'severity'> => ({
  field,
  ...(requested === undefined ? {} : { requested }),
  ...(supported === undefined ? {} : { supported }),
  ...(nearest === undefined ? {} : { nearest }),
});

export const requestFindingSamples: Readonly<Record<RequestFindingCode, ReturnType<typeof finding>>> = {
  duration_unsupported: finding('durationSeconds', 5, [4, 6, 8], 4),
  resolution_unsupported: finding('resolution', '4K', ['720p', '1080p']),
  aspect_ratio_unsupported: finding('aspectRatio', '1:1', ['16:9', '9:16']),
  size_unsupported: finding('size', '640x640', ['1280x720', '720x1280']),
  frame_type_unsupported: finding('lastFrame', 'last_frame', ['first_frame']),
  audio_unsupported: finding('audio', true, false),
  seed_unsupported: finding('seed', 7),
  upscale_factor_unsupported: finding('upscaleFactor', 6, { min: 1, max: 4 }, 4),
  creativity_unsupported: finding('creativity', 7, [0, 1, 2], 2),
  passthrough_unlisted: finding('passthrough', 'camra', ['camera', 'cfg_scale'], 'camera'),
  passthrough_not_stated: finding('passthrough', 'camera'),
  passthrough_without_value: finding('passthrough', 'camera'),
  provider_slug_unknown: finding('passthrough', ['camera']),
  provider_slug_unproven: finding('passthrough', ['camera'], {}),
  prompt_missing: finding('prompt'),
  source_video_url_missing: finding('sourceVideo'),
  reference_url_not_https: finding('references', 'audio'),
  picture_unusable: finding('firstFrame', 'first frame: This is a web page, not an image.'),
  picture_doubtful: finding('firstFrame', 'first frame: The image is animated.'),
  picture_not_seen: finding(
    'firstFrame',
    'first frame could not be looked at. The host name does not exist. Check the URL.',
  ),
  references_ignored: finding('references', 2),
  callback_url_not_https: finding('callbackUrl', 'http://a.example/hook'),
};

const problem = (
  field: string,
  allowed: readonly string[] | string,
  given: {
    readonly value?: string;
    readonly nearest?: string | number;
    readonly conflictsWith?: readonly string[];
  } = {},
): Omit<RequirementsProblem, 'code'> => ({ field, allowed, nearest: null, ...given });

export const requirementsProblemSamples: Readonly<Record<RequirementsProblemCode, ReturnType<typeof problem>>> = {
  not_an_object: problem('', 'an object', { value: 'a list of 2' }),
  unknown_field: problem('durationSecond', 'a field', { nearest: 'durationSeconds' }),
  wrong_type: problem('durationSeconds', 'whole seconds from 1 to 3600', { value: 'an object' }),
  out_of_range: problem('durationSeconds', 'whole seconds from 1 to 3600', { value: '0', nearest: 1 }),
  ill_formed: problem('prompt', 'text of 1 to 32000 characters (its place is shown)', { value: '8' }),
  not_allowed: problem('resolution', ['720p', '1080p'], { value: '"721p"', nearest: '720p' }),
  wrong_scale: problem('minQuality', 'a rating from 500 to 3000', { value: '0.8' }),
  url_not_allowed: problem('firstFrame.url', 'an https URL or a data: URL', { value: '"file:///a.png"' }),
  conflict: problem('size', 'one of the two', { value: '"1280x720"', conflictsWith: ['resolution'] }),
  missing: problem('sourceVideo', 'a video'),
  not_for_task: problem('upscaleFactor', 'only with the task upscale', { value: '2' }),
};

const refusal = {
  httpStatus: 403,
  message: 'Flagged by moderation',
  errorType: 'content_policy_violation',
  limitSource: null,
  providerName: 'Google',
  availabilityCode: null,
  moderationReasons: ['violence'],
  issues: [],
};

const jobReasonSamples: { readonly [Code in JobReasonCode]: Omit<JobReasonOf<Code>, 'code'> } = {
  over_budget: { cap: 'job', limitUsd: '0.80', bookedUsd: '0', neededUsd: '2' },
  price_unknown_with_cap: {},
  request_refused: refusal,
  no_capacity: { ...refusal, httpStatus: 429, message: 'Provider returned 429' },
  not_sent: { detail: 'ENOTFOUND openrouter.ai' },
  submit_outcome_unknown: { cause: 'connection_failed', detail: 'ECONNRESET' },
  died_while_submitting: { worker: 'host-1' },
  model_not_allowed: { model: 'openai/sora-2-pro', allowed: ['google/veo-3.1-lite'] },
  key_revoked: {},
  never_submitted: {},
  settled_not_bought: { saidBy: 'ada (command line)', saidAt: '2026-10-09T12:00:00.000Z' },
  settled_billed: { billedUsd: '0.40', saidBy: 'ada (command line)', saidAt: '2026-10-09T12:00:00.000Z' },
  service_not_reached: { httpStatus: 521 },
  job_failed: { message: 'Provider returned error' },
  job_cancelled: { message: null },
  job_expired: { message: null },
  poll_failed: {},
  polls_refused: { why: 'key_refused', httpStatus: 401, message: 'User not found' },
  deadline_passed: { deadlineAt: '2026-10-09T12:00:00.000Z' },
  download_failed: { problem: 'interrupted', message: 'The connection broke off after 3 of 5 MB' },
  content_gone: { problem: 'gone', message: 'HTTP 410' },
  file_not_written: { errno: 'ENOSPC', path: '/clips/mug.mp4', message: 'ENOSPC: no space left on device' },
};

/** The reason of a sample. */
export function jobReasonSample(code: JobReasonCode): JobReason {
  return { code, ...jobReasonSamples[code] } as JobReason;
}

type DifferenceSample = Omit<DeliveryDifference, 'code'>;

export const deliveryDifferenceSamples: Readonly<Record<DeliveryDifferenceCode, DifferenceSample>> = {
  not_a_video: { ordered: 'mp4', found: 'png' },
  not_mp4: { ordered: 'mp4', found: 'webm' },
  truncated: { ordered: 5, found: 2.042 },
  duration_differs: { ordered: 5, found: 2.042 },
  resolution_differs: { ordered: '720p', found: '640x640' },
  aspect_ratio_differs: { ordered: '16:9', found: '640x640' },
  size_differs: { ordered: '1280x720', found: '640x640' },
  audio_missing: { ordered: true, found: false },
  audio_unasked: { ordered: false, found: true },
  not_checked: { ordered: null, found: 'avi' },
  still_compressed: { ordered: null, found: 'zstd' },
  bytes_cut: { ordered: null, found: 12 },
  error_status: { ordered: null, found: 404 },
};

export const billDoubtSamples: { readonly [Code in BillDoubtCode]: Extract<BillDoubt, { code: Code }> } = {
  bill_far_above_quote: { code: 'bill_far_above_quote', stated: '10000000', mostUsd: '1', quotedHighUsd: '0.08' },
  bill_unreadable: { code: 'bill_unreadable', stated: '-1' },
};

export const catalogIssueSamples: { readonly [Code in CatalogIssue['code']]: Extract<CatalogIssue, { code: Code }> } = {
  record_not_an_object: { code: 'record_not_an_object', index: 3 },
  record_without_id: { code: 'record_without_id', index: 3 },
  duplicate_id: { code: 'duplicate_id', index: 3, model: 'a/b' },
  field_unreadable: { code: 'field_unreadable', model: 'a/b', field: 'created' },
  sku_unknown: { code: 'sku_unknown', model: 'a/b', sku: 'per_wish' },
  sku_value_unreadable: { code: 'sku_value_unreadable', model: 'a/b', sku: 'duration_seconds' },
};

export const stalenessSamples: Readonly<{ [Code in StalenessCode]: Extract<Staleness, { code: Code }> }> = {
  catalog_old: { code: 'catalog_old', ageDays: 75, asOf: '2026-10-08' },
  evidence_old: {
    code: 'evidence_old',
    ageDays: 74,
    asOf: '2026-10-09',
    scoreLowLost: 0.012,
    pickWhenNew: null,
  },
};

export const readingFailureSamples: { readonly [Code in ReadingFailureCode]: Extract<ReadingFailure, { code: Code }> } =
  {
    sentence_too_long: { code: 'sentence_too_long', characters: 12_000, most: 8000 },
    reading_over_budget: {
      code: 'reading_over_budget',
      limit: { code: 'over_budget', cap: 'day', limitUsd: '5', bookedUsd: '4.995', neededUsd: '0.0075' },
    },
    reading_key_revoked: { code: 'reading_key_revoked' },
    reading_not_booked: { code: 'reading_not_booked', detail: 'the disk is full' },
    chat_not_reached: { code: 'chat_not_reached', detail: 'ECONNREFUSED' },
    chat_timed_out: { code: 'chat_timed_out', seconds: 20 },
    chat_key_missing: { code: 'chat_key_missing' },
    chat_key_refused: { code: 'chat_key_refused', message: 'User not found.' },
    chat_no_credits: { code: 'chat_no_credits', message: 'Insufficient credits' },
    chat_no_endpoint: { code: 'chat_no_endpoint', message: 'No endpoints found' },
    chat_rate_limited: { code: 'chat_rate_limited', message: 'Rate limit exceeded' },
    chat_refused: { code: 'chat_refused', httpStatus: 403, message: 'Your input was flagged' },
    chat_service_error: { code: 'chat_service_error', httpStatus: 502, message: 'Provider returned error' },
    chat_error_in_answer: { code: 'chat_error_in_answer', message: 'Provider returned error' },
    chat_answer_unreadable: { code: 'chat_answer_unreadable', detail: 'it has no message' },
    chat_answer_empty: { code: 'chat_answer_empty' },
    chat_answer_truncated: { code: 'chat_answer_truncated' },
    chat_model_refused: { code: 'chat_model_refused' },
    reading_not_json: { code: 'reading_not_json' },
    reading_other_schema: { code: 'reading_other_schema', at: 'settings' },
    reading_unfounded: { code: 'reading_unfounded', settings: 2 },
  };

export const droppedSettingSample = { field: 'durationSeconds', value: '12', quote: 'for twelve seconds' } as const;
