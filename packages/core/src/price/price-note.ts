/** A finding about a price: why it is a range or unknown, or what was assumed to reach it. */
export type PriceNote = Readonly<
  // What was assumed.
  | { code: 'audio_on_by_default' }
  | { code: 'audio_off_not_stated' }
  | { code: 'audio_chosen_by_price'; audio: boolean }
  | { code: 'duration_assumed'; durationSeconds: number }
  | { code: 'duration_not_offered'; durationSeconds: number; offered: readonly number[] }
  | { code: 'resolution_assumed'; resolution: string | null }
  // What the requirements left open and the request states, in the order of the fields, in short words.
  | { code: 'clip_settled'; fields: readonly string[]; values: readonly string[] }
  | { code: 'clip_below_target' }
  // Why it is a range. `offered` is `null`, and the price unknown, where the catalogue states no lengths.
  | { code: 'duration_not_given'; offered: readonly number[] | null }
  | { code: 'resolution_not_given'; resolutions: readonly (string | null)[] }
  | { code: 'aspect_ratio_not_given' }
  | { code: 'frame_follows_the_picture' }
  | { code: 'frame_not_published'; aspectRatio?: string }
  | { code: 'frame_taken_from_sister_models'; tier: string }
  | { code: 'reference_rate_may_not_apply'; sku: string }
  | { code: 'reference_has_no_rate'; skus: readonly string[] }
  | { code: 'video_input_counting_unsettled'; sku?: string }
  | { code: 'several_price_families'; skus: readonly string[] }
  | { code: 'references_beside_frames_may_be_charged'; images: number }
  | { code: 'free_reference_images_likely'; images: number }
  | { code: 'megapixels_in_or_out_unsettled' }
  | { code: 'upscale_factor_not_given'; priced: number }
  | { code: 'creativity_not_given' }
  | { code: 'unlisted_floor_seen'; floorSeconds: number; asOf: string }
  | { code: 'unlisted_discount_seen'; factor: string; seenFrom: string; seenUntil: string }
  | { code: 'sku_not_understood'; sku: string }
  | { code: 'sku_not_applied'; sku: string }
  // Bill over list: the usual ratio, the lowest and the highest of `n` bills, and when the first and the last were seen.
  | {
      code: 'own_bills_differ';
      n: number;
      factor: number;
      low: number;
      high: number;
      oldestAt: string;
      newestAt: string;
    }
  // What short clips of the same price keys were billed, dollars as exact decimals.
  | { code: 'own_bills_show_a_floor'; n: number; low: string; high: string; oldestAt: string; newestAt: string }
  // Why it is unknown.
  | { code: 'model_not_in_catalog' }
  | { code: 'price_not_stated' }
  | { code: 'no_sku_understood'; skus: readonly string[] }
  | { code: 'sku_value_unreadable'; sku: string }
  | { code: 'no_rate_for_this_job'; resolution?: string }
  | { code: 'resolution_not_offered'; resolution: string; offered: readonly string[] | null }
  | { code: 'size_has_no_price_class'; size: string }
  | { code: 'frame_size_unknown'; resolution: string | null }
  | { code: 'source_duration_not_given' }
  | { code: 'speech_duration_not_given' }
  | { code: 'source_video_not_described'; missing: readonly string[] }>;

/** What is to be said of a price, without the arguments. */
export type PriceNoteCode = PriceNote['code'];
