import type { Change, Reason, ReasonCode } from '../match/verdict.ts';
import { isRecord } from '../requirements/field.ts';
import { rangeText } from '../requirements/range.ts';
import type { DurationRange } from '../requirements/requirements.ts';
import { nameOf } from './field-name.ts';
import { dollars, oneOf, seconds, shown } from './values.ts';

/** Why a model does not fit, or what its catalogue entry leaves open, as a sentence. */
export function reasonSentence({ code, requested, supported }: Reason): string {
  return reasonSentences[code](requested, supported);
}

/** The smallest change that would make a model fit, as an instruction. */
export function changeSentence({ field, from, to }: Change): string {
  if (field === 'maxUsd') return `allow ${dollars(String(to))} instead of ${dollars(String(from))}`;
  if (field === 'maxSeconds') return `allow ${seconds(Number(to))} of waiting instead of ${seconds(Number(from))}`;
  if (field === 'audio') return to ? 'allow sound' : 'do without sound';
  if (field === 'durationSeconds' && to !== null) return `make it ${to} s instead of ${wanted(from)} s`;
  if (field === 'providers' || field === 'models') return `allow this ${field === 'providers' ? 'provider' : 'model'}`;
  if (to === null || (Array.isArray(to) && to.length === 0)) return `leave out ${nameOf(field)}`;
  return `${nameOf(field)} ${shown(to)} instead of ${shown(wanted(from))}`;
}

/** What was asked for; a range as people say it. */
function wanted(value: unknown): unknown {
  return isRecord(value) && ('min' in value || 'max' in value) ? rangeText(value as DurationRange) : value;
}

type Sentence = (requested: unknown, supported: unknown) => string;

const tasks: Readonly<Record<string, string>> = {
  generate: 'makes clips',
  edit: 'edits a video that it is given',
  upscale: 'enlarges a video that it is given',
  avatar: 'makes a portrait speak',
};

export const reasonSentences = {
  task_unsupported: (requested, supported) =>
    `It ${tasks[String(supported)] ?? `is made for ${supported}`}; the task is ${requested}.`,
  task_not_stated: (requested) => `Nothing says whether it can do the task ${requested}.`,
  duration_unsupported: (requested, supported) =>
    `It makes clips of ${oneOf(list(supported))} s, not ${wanted(requested)} s.`,
  duration_not_stated: (requested) =>
    `The catalogue does not say which lengths it makes; ${wanted(requested)} s is asked for.`,
  resolution_unsupported: (requested, supported) => `It makes ${oneOf(list(supported))}, not ${wanted(requested)}.`,
  aspect_ratio_unsupported: (requested, supported) => `It makes ${oneOf(list(supported))}, not ${requested}.`,
  size_unsupported: (requested, supported) => `It makes the sizes ${oneOf(list(supported))}, not ${requested}.`,
  first_frame_unsupported: () => 'It takes no first frame.',
  last_frame_unsupported: () => 'It takes no last frame.',
  first_frame_not_stated: () => 'The catalogue does not say whether it takes a first frame.',
  last_frame_not_stated: () => 'The catalogue does not say whether it takes a last frame.',
  references_not_stated: (requested) =>
    `Nothing says that it reads ${oneOf(list(requested))} references; the catalogue has no field for it.`,
  audio_unsupported: () => 'It cannot be asked for sound.',
  audio_not_stated: (requested) =>
    requested
      ? 'The catalogue does not say whether it makes sound.'
      : 'The catalogue does not say whether it stays silent.',
  silence_not_stated: () => 'It has no switch for sound, and its clips are reported to carry a sound track.',
  seed_unsupported: () => 'It does not honour a seed.',
  seed_not_stated: () => 'The catalogue does not say whether it honours a seed.',
  passthrough_unsupported: (requested, supported) =>
    `It does not list the parameter ${oneOf(list(requested))}; it lists ${list(supported).length === 0 ? 'none' : oneOf(list(supported))}.`,
  provider_denied: (_requested, supported) => `You ruled out the provider ${supported}.`,
  provider_not_allowed: (requested, supported) => `Its provider is ${supported}; you allow ${oneOf(list(requested))}.`,
  model_denied: () => 'You ruled this model out.',
  model_not_allowed: (requested) => `You allow only ${oneOf(list(requested))}.`,
  references_refused: (requested) => `Its provider refuses ${oneOf(list(requested))} references.`,
  continuation_refused: () => 'It cannot continue a job: the service has refused this.',
  continuation_not_stated: () => 'Nothing says whether it can continue a job.',
  resolution_not_stated: (requested) =>
    `The catalogue does not say which resolutions it makes; ${wanted(requested)} is asked for.`,
  aspect_ratio_not_stated: (requested) =>
    `The catalogue does not say which aspect ratios it makes; ${requested} is asked for.`,
  size_not_stated: (requested) => `The catalogue does not say which sizes it makes; ${requested} is asked for.`,
  passthrough_not_stated: (requested) =>
    `The catalogue does not say whether it takes the parameter ${oneOf(list(requested))}.`,
  passthrough_slug_unknown: (requested) =>
    `Nobody has published the provider name under which it takes ${oneOf(list(requested))}, so the value would be dropped silently.`,
  upscale_factor_not_stated: (requested) =>
    `The catalogue does not say by how much it enlarges; ${requested} is asked for.`,
  creativity_not_stated: (requested) =>
    `The catalogue does not say which levels of creativity it has; ${requested} is asked for.`,
  creativity_unsupported: (requested, supported) =>
    `Its levels of creativity are ${oneOf(list(supported))}, not ${requested}.`,
  upscale_factor_unsupported: (requested, supported) => {
    const { min, max } = supported as { min: number; max: number };
    return `It enlarges by ${min} to ${max}, not by ${requested}.`;
  },
  price_over_limit: (requested, supported) =>
    `It may cost up to ${dollars(String(supported))}; the limit is ${dollars(String(requested))}.`,
  price_unknown: (requested) =>
    `Its price is not known, so it cannot be checked against the limit of ${dollars(String(requested))}.`,
  too_slow: (requested, supported) =>
    `90 % of its clips finish within ${seconds(Number(supported))}; the limit is ${seconds(Number(requested))}.`,
  quality_too_low: (requested, supported) => `Its rating may be as low as ${supported}; the minimum is ${requested}.`,
  last_frame_needs_first_frame: () => 'A last frame alone is accepted and then fails: it needs a first frame too.',
} as const satisfies Record<ReasonCode, Sentence>;

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
