import type { Warning, WarningCode } from '../match/verdict.ts';

/** Something to know before paying, with how well it is known. */
export function warningSentence({ code, grade, source, asOf }: Warning): string {
  return `${warningSentences[code]} (${grade}, ${asOf}: ${source})`;
}

export const warningSentences = {
  last_frame_alone_unproved: 'A last frame without a first may fail.',
  high_resolution_needs_8_seconds: 'This resolution may need a clip of 8 s.',
  references_need_8_seconds: 'References may need a clip of 8 s.',
  first_frame_sets_the_ratio: 'With a first frame the picture may set the aspect ratio.',
  edit_keeps_length_and_ratio: 'An edit may want the length and ratio of its source.',
  edit_follows_its_source: 'An edit is as long as its source video: the length asked for may not be kept.',
  references_ignored_beside_frames: 'References are ignored beside frame images.',
} as const satisfies Record<WarningCode, string>;
