import { type RequestFinding, reasonSentence } from '@shotcaller/core';
import { visible } from '../controls/visible-text.ts';

/** A finding about a request, as a sentence. */
export function requestFindingText({ code, severity, field, requested, supported, nearest }: RequestFinding): string {
  const sentence =
    sentences[code]?.(requested, supported) ?? reasonSentence({ code, field, requested, supported: supported ?? null });
  const hint = nearest === null || nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  return visible(`${severity === 'refused' ? 'It would be refused: ' : 'Mind: '}${sentence}${hint}`);
}

const sentences: Readonly<Record<string, (requested: unknown, supported: unknown) => string>> = {
  passthrough_unlisted: (requested, supported) =>
    `the model does not list the parameter ${requested} (it lists ${Array.isArray(supported) && supported.length > 0 ? supported.join(', ') : 'none'}), and would drop it silently.`,
  passthrough_not_stated: (requested) =>
    `the catalogue does not say whether the model takes the parameter ${requested}.`,
  passthrough_without_value: (requested) =>
    `the parameter ${requested} has no value, so nothing is sent for it. Write ${requested}=VALUE.`,
  provider_slug_unknown: () =>
    'nobody has published the provider name under which this model takes parameters, so they would be dropped silently.',
  provider_slug_unproven: () =>
    'the provider name for its parameters is documented but nobody has shown that they arrive.',
  prompt_missing: () => 'the request has no prompt. Say in the sentence what the clip shows.',
  references_ignored: () => 'references are ignored beside frame images.',
};
