import type { RequestFinding, RequestFindingCode } from '../request/validate.ts';
import { reasonSentences } from './reason.ts';
import { oneOf } from './values.ts';

/** What is wrong, or worth knowing, about a request, as sentences: what it means first, then the finding and the nearest valid value. */
export function requestFindingSentence({ code, severity, requested, supported, nearest }: RequestFinding): string {
  const sentence = requestFindingSentences[code](requested, supported);
  const hint = nearest === null || nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  return `${severity === 'refused' ? 'Refused' : 'Note'}: ${sentence}${hint}`;
}

type Sentence = (requested: unknown, supported: unknown) => string;

const requestFindingSentences = {
  duration_unsupported: reasonSentences.duration_unsupported,
  resolution_unsupported: reasonSentences.resolution_unsupported,
  aspect_ratio_unsupported: reasonSentences.aspect_ratio_unsupported,
  size_unsupported: reasonSentences.size_unsupported,
  frame_type_unsupported: (requested) =>
    requested === 'last_frame' ? 'The model takes no last frame.' : 'The model takes no first frame.',
  audio_unsupported: reasonSentences.audio_unsupported,
  seed_unsupported: reasonSentences.seed_unsupported,
  upscale_factor_unsupported: reasonSentences.upscale_factor_unsupported,
  creativity_unsupported: reasonSentences.creativity_unsupported,
  passthrough_unlisted: (requested, supported) =>
    `The model does not list the parameter ${requested} (it lists ${oneOf(Array.isArray(supported) ? supported : [])}) and would drop it silently.`,
  passthrough_not_stated: (requested) =>
    `The catalogue does not say whether the model takes the parameter ${requested}.`,
  passthrough_without_value: (requested) =>
    `The parameter ${requested} has no value, so nothing is sent for it. Write ${requested}=VALUE.`,
  provider_slug_unknown: (requested) =>
    `Nobody has published the provider name under which this model takes parameters, so ${oneOf(Array.isArray(requested) ? requested : ['they'])} would be dropped silently.`,
  provider_slug_unproven: () =>
    'The provider name for its parameters is documented, but nobody has shown that they arrive.',
  prompt_missing: () => 'The request has no prompt. Add text that says what the clip shows.',
  source_video_url_missing: () => 'The task needs a source video, and none with a URL is given. Add its https URL.',
  reference_url_not_https: () => 'A video or audio reference must be a public https URL.',
  references_ignored: () => 'OpenRouter ignores references beside frame images.',
  picture_unusable: (requested) => `The ${requested}`,
  picture_doubtful: (requested) => `The ${requested}`,
  picture_not_seen: (requested) => `The ${requested}`,
  callback_url_not_https: () => 'The callback must be a public https URL.',
} as const satisfies Record<RequestFindingCode, Sentence>;
