/** One way in which a delivered file differs from what was ordered. The clip is paid for and delivered either way. */
export interface DeliveryDifference {
  readonly code: DeliveryDifferenceCode;
  /** As the requirements say it; `null`: not ordered either way. */
  readonly ordered: string | number | boolean | null;
  /** As measured in the file: seconds, `1280x720`, a container; `null`: not readable. */
  readonly found: string | number | boolean | null;
}

/** How a delivered file differs from its order, without the values. */
export type DeliveryDifferenceCode =
  | 'not_a_video'
  | 'not_mp4'
  | 'not_checked'
  | 'still_compressed'
  | 'truncated'
  | 'bytes_cut'
  | 'error_status'
  | 'duration_differs'
  | 'resolution_differs'
  | 'aspect_ratio_differs'
  | 'size_differs'
  | 'audio_missing'
  | 'audio_unasked';
