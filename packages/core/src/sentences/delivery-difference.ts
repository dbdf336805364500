import type { DeliveryDifference, DeliveryDifferenceCode } from '../delivery-difference.ts';
import { isListed, unlistedSentence } from './written-by-another-version.ts';

/** How a delivered file differs from what was ordered. Takes differences that another version wrote. */
export function deliveryDifferenceSentence(difference: DeliveryDifference): string {
  const { code, ordered, found } = difference;
  return isListed(deliveryDifferenceSentences, code)
    ? deliveryDifferenceSentences[code](ordered, found)
    : unlistedSentence(difference);
}

type Value = DeliveryDifference['ordered'];

export const deliveryDifferenceSentences = {
  not_a_video: (_ordered, found) => `The file is not a readable video (${found ?? 'unknown format'}).`,
  not_mp4: (_ordered, found) => `The file is ${found ?? 'of an unknown format'}, not MP4.`,
  not_checked: (_ordered, found) =>
    `Shotcaller cannot read ${found ?? 'this format'}, so length, frame and sound were not checked.`,
  still_compressed: (_ordered, found) =>
    `The file came compressed with ${found ?? 'an unknown method'}, which could not be undone: unpack it${found === 'zstd' ? ', for example with zstd -d' : found === 'gzip' ? ', for example with gunzip' : ''}.`,
  truncated: (ordered, found) =>
    `The file breaks off${found === null ? '' : ` after ${found} s`}${ordered === null ? '' : ` of ${ordered} s`}.`,
  bytes_cut: (_ordered, found) =>
    `Bytes before or after the clip that do not belong to it were cut off${found === null ? '' : ` (${found} of them came)`}.`,
  error_status: (_ordered, found) =>
    `The service sent the clip as the body of an error${found === null ? '' : ` (HTTP ${found})`}. It came twice, identical, and was kept: watch it before you use it.`,
  duration_differs: (ordered, found) => `The clip lasts ${found} s instead of ${ordered} s.`,
  resolution_differs: (ordered, found) => `The frame is ${found}, which is not ${ordered}.`,
  aspect_ratio_differs: (ordered, found) => `The frame is ${found}, which is not ${ordered}.`,
  size_differs: (ordered, found) => `The frame is ${found} instead of ${ordered}.`,
  audio_missing: () => 'The clip has no sound, and sound was ordered.',
  audio_unasked: () => 'The clip has sound, and a silent one was ordered.',
} as const satisfies Record<DeliveryDifferenceCode, (ordered: Value, found: Value) => string>;
