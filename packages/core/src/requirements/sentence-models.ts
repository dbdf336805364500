import { providerOfBrand } from './brands.ts';

/**
 * The ids of the models that words name: "veo 3.1" → `google/veo-3.1`; "kling 3" → both models of that version. A name of a known brand
 * that is none of these becomes an id all the same (`openai/sora-2`), so that whoever has the catalogue says that it does not list it.
 * `undefined` without a brand and a version.
 */
export function modelsNamed(words: string): readonly string[] | undefined {
  const named = partsOf(
    words.replace(/^(?:runway|google|openai|bytedance|kuaishou|alibaba|minimax|xai)(?:['’]s)? (?=[a-z])/i, ''),
  );
  const [brand] = named;
  if (brand === undefined || !/\d/.test(named.join(''))) return undefined;
  const provider = brand === 'gen' ? 'runway' : providerOfBrand(brand);
  if (provider === undefined) return undefined;
  const ofBrand = knownModels.filter((id) => id.startsWith(`${provider}/`));
  const exact = ofBrand.filter((id) => plain(id) === named.join(' '));
  if (exact.length > 0) return exact;
  const line = ofBrand.filter((id) => plain(id).startsWith(`${named.join(' ')} `));
  return line.length > 0 ? line : [`${provider}/${named.join('-')}`];
}

/** A brand with its version and variant, as the source of a regular expression without groups. */
export const modelName =
  // "hailuo 3 max" is a model; after any other name, "max" and a number are a bound.
  "(?:(?:minimax )?hailuo[ -]?3[ -]max\\b|(?:(?:(?:google(?:['’]s)?|openai|bytedance|minimax) )?(?:veo|sora|kling|seedance|wan|hailuo|happyhorse|happy horse|aleph|grok(?: imagine)?(?: video)?)|(?:runway(?: gen)?|gen(?=[ -]?[34]\\b)))(?:[ -](?:pro|fast|lite|mini|std|standard|turbo)(?=[ -]v?\\d))?(?:(?:[ -]?v(?:ersion )?|[ -])?\\d{1,2}(?:[.-]\\d)?\\b(?!:\\d|[ -]?(?:s|secs?|seconds?|m|mins?|minutes?|p|k|fps|x|clips?|videos?)\\b|[.,]\\d))(?:['’]s)?(?:[ -](?:(?:pro|fast|lite|mini|std|standard|turbo|prime|master)\\b|max\\b(?! ?[\\d$€£]))){0,2})";

function partsOf(name: string): string[] {
  return (
    name
      .toLowerCase()
      .replace('happy horse', 'happyhorse')
      .replace(/['’]s(?= )/, '')
      .replace(/\bv(?:ersion )?(?=\d)/g, ' ')
      .replace(/([a-z])(?=\d)/g, '$1 ')
      .replace(/(\d)-(?=\d)/g, '$1.')
      .replace(/(\d)\.0(?!\d)/g, '$1')
      .replace(/\bstandard\b/g, 'std')
      .split(/[\s-]+/)
      .filter((part) => part !== '')
      // "veo fast 3.1" is "veo 3.1 fast".
      .sort((one, other) => Number(variant.test(one)) - Number(variant.test(other)))
  );
}

const variant = /^(?:pro|fast|lite|mini|std|turbo)$/;
const plain = (id: string) => partsOf(id.slice(id.indexOf('/') + 1)).join(' ');

/** Models with a version in their names, of the catalogues of 2026-06-26 and 2026-10-08. */
export const knownModels: readonly string[] = Object.entries({
  google: 'veo-3.1 veo-3.1-fast veo-3.1-lite',
  alibaba: 'happyhorse-1.0 happyhorse-1.1 wan-2.6 wan-2.7 wan-3.0 wan-3.0-prime',
  bytedance: 'seedance-1-5-pro seedance-2.0 seedance-2.0-fast seedance-2.0-mini seedance-2.5',
  kwaivgi: 'kling-v3.0-pro kling-v3.0-std',
  minimax: 'hailuo-2.3 hailuo-3 hailuo-3-max',
  runway: 'gen-4.5 aleph-2',
  'x-ai': 'grok-imagine-video-1.5 grok-imagine-video-1.5-lite',
}).flatMap(([author, names]) => names.split(' ').map((name) => `${author}/${name}`));
