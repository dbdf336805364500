import type { Price } from '../price/price.ts';
import type { PriceNote, PriceNoteCode } from '../price/price-note.ts';
import { oneOf, priceRange } from './values.ts';

/** Why a price is a range or unknown, or what was assumed to reach it, as a sentence. */
export function priceNoteSentence(note: PriceNote): string {
  // The table pairs each code with its own note, which the compiler cannot follow through a union.
  const sentence = priceNoteSentences[note.code] as (note: PriceNote) => string;
  return sentence(note);
}

/** All that is to be said of a price: what was assumed to reach it, then why it is a range or unknown. */
export function notesOfPrice({ assumptions, reasons }: Pick<Price, 'assumptions' | 'reasons'>): readonly string[] {
  return [...assumptions, ...reasons].map(priceNoteSentence);
}

const percent = (factor: number) => `${Math.round(100 * factor)} %`;
const tier = (resolution: string | null) => resolution ?? 'no stated resolution';

const priceNoteSentences = {
  audio_on_by_default: () => 'Priced with sound: you did not mention it, and the API makes it by default.',
  audio_off_not_stated: () =>
    'Priced without sound: you did not mention it, and the catalogue does not say whether the model makes it.',
  own_bills_differ: ({ n, factor, low, high, oldestAt, newestAt }) =>
    `OpenRouter has billed you ${percent(factor)} of the list price on average (${percent(low)} to ${percent(high)}; ${n === 1 ? '1 bill' : `${n} bills`} from ${oldestAt.slice(0, 10)} to ${newestAt.slice(0, 10)}). The price includes this as a separate line.`,
  own_bills_show_a_floor: ({ n, low, high, oldestAt, newestAt }) =>
    `OpenRouter has billed you at least ${priceRange({ lowUsd: low, highUsd: high })} for a short clip, more than the list price of its seconds (${n === 1 ? '1 bill' : `${n} bills`} from ${oldestAt.slice(0, 10)} to ${newestAt.slice(0, 10)}).`,
  audio_chosen_by_price: ({ audio }) =>
    `Sound does not matter: priced ${audio ? 'with' : 'without'} it, which is cheaper.`,
  clip_settled: ({ values }) => `For what you left open, the request asks for ${values.join(', ')}.`,
  clip_below_target: () =>
    'The clip that this model usually makes is outside your limits. The price is for the closest clip within them or, if there is none, for the cheapest clip.',
  duration_assumed: ({ durationSeconds }) => `No length given: best guess for ${durationSeconds} s.`,
  duration_not_given: ({ offered }) =>
    offered === null
      ? 'No length given, and the catalogue does not say which lengths the model makes.'
      : 'No length given, so the price runs from the shortest to the longest clip.',
  duration_not_offered: ({ durationSeconds, offered }) =>
    `Priced for ${durationSeconds} s, which the model does not offer (${oneOf(offered)} s).`,
  resolution_assumed: ({ resolution }) => `No resolution given: best guess at ${tier(resolution)}.`,
  resolution_not_given: ({ resolutions }) =>
    `No resolution given, so the price runs over ${resolutions.map(tier).join(', ')}.`,
  aspect_ratio_not_given: () =>
    'No aspect ratio given: the rendered frame, and so the token count, differs a little by ratio.',
  frame_follows_the_picture: () => 'The frame follows the first picture, whose shape is not known.',
  frame_not_published: () => 'Nobody has published the frame that is rendered for this shape.',
  frame_taken_from_sister_models: () => 'The rendered frame is taken from sister models.',
  frame_size_unknown: () => 'The price depends on the size of the rendered frame, which is not known.',
  reference_rate_may_not_apply: () =>
    'References have a rate of their own, but jobs with one were billed at the plain rate.',
  reference_has_no_rate: () =>
    'There is no rate for references, so the price runs from the text rate to the image rate.',
  video_input_counting_unsettled: () =>
    'Whether the seconds of an input video count, and at which rate, is not settled.',
  several_price_families: () => 'The price list has several units that could apply.',
  references_beside_frames_may_be_charged: () => 'References beside frames are ignored but may be charged.',
  free_reference_images_likely: ({ images }) => `The first ${images} reference images are likely free.`,
  unlisted_floor_seen: ({ floorSeconds, asOf }) =>
    `Short clips have been billed as ${floorSeconds} s (${asOf}), which the price list does not say.`,
  unlisted_discount_seen: ({ factor, seenFrom, seenUntil }) =>
    `Bills at ${Math.round(Number(factor) * 100)} % of the list price were seen from ${seenFrom} to ${seenUntil}; do not count on it.`,
  sku_not_understood: ({ sku }) =>
    `The price list has a key that is not understood (${sku}), so the sum may miss something.`,
  sku_not_applied: ({ sku }) =>
    `The price list has a key that may concern this job but is not in the sum (${sku}), so the sum may miss something.`,
  sku_value_unreadable: ({ sku }) => `The price ${sku} cannot be read.`,
  no_sku_understood: () => 'No key of its price list is understood.',
  model_not_in_catalog: () => 'The model is not in the catalogue, so nobody states its price.',
  price_not_stated: () => 'The catalogue states no price.',
  no_rate_for_this_job: ({ resolution }) =>
    resolution
      ? `The price list has nothing for this job at ${resolution}.`
      : 'The price list has nothing for this job.',
  resolution_not_offered: ({ resolution, offered }) =>
    `The model does not offer ${resolution} (${oneOf(offered ?? [])}), so a price for it would mean nothing.`,
  size_has_no_price_class: ({ size }) => `The size ${size} belongs to no resolution class that prices are given for.`,
  source_duration_not_given: () => 'The length of the source video is not given; the price follows it.',
  speech_duration_not_given: () => 'The length of the speech is not given; the price follows it.',
  source_video_not_described: ({ missing }) => `The price needs ${missing.join(' and ')}.`,
  megapixels_in_or_out_unsettled: () =>
    'Whether the pixels that go in or those that come out are charged is not settled.',
  creativity_not_given: () => 'The creativity level, which sets the rate, is not given.',
  upscale_factor_not_given: ({ priced }) => `No upscale factor given: priced up to ${priced}.`,
} satisfies { readonly [Code in PriceNoteCode]: (note: Extract<PriceNote, { code: Code }>) => string };
