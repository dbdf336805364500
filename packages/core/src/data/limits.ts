import { isSecondsWithin } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { Shape } from '../requirements/shape.ts';
import { alwaysWithSound } from './roles.ts';

/**
 * Limits between fields, and habits, that the catalogue does not tell. `proved` ones (a recorded answer of the service)
 * reject; the others warn, since a bill or a recording may contradict them.
 */
export type CoupledLimit = LimitFacts &
  (
    | { readonly code: ProvedLimitCode; readonly grade: 'proved'; readonly leavesOpen?: never }
    /** It speaks against a hard requirement: the verdict is `unknown` rather than a warning beside "eligible". */
    | { readonly code: OpenLimitCode; readonly grade: WarningGrade; readonly leavesOpen: true }
    | { readonly code: WarningCode; readonly grade: WarningGrade; readonly leavesOpen?: never }
  );

/** Limits between fields that an answer of the service has proved: they reject a model. */
export type ProvedLimitCode = 'last_frame_needs_first_frame';

export type OpenLimitCode = 'silence_not_stated';

/** Limits and habits that are told and not proved: they warn. */
export type WarningCode =
  | 'last_frame_alone_unproved'
  | 'high_resolution_needs_8_seconds'
  | 'references_need_8_seconds'
  | 'first_frame_sets_the_ratio'
  | 'edit_keeps_length_and_ratio'
  | 'edit_follows_its_source'
  | 'references_ignored_beside_frames';

export type WarningGrade = 'documented' | 'reported' | 'contradicted';

interface LimitFacts {
  /** Models that it is known for. */
  readonly models: RegExp;
  /** The requirement to change. */
  readonly field: keyof Requirements;
  readonly source: string;
  readonly asOf: string;
  /** Whether a job breaks it. */
  readonly broken: (requirements: Requirements, shape: Shape) => boolean;
  /** The value of `field` that would keep it; `null` leaves the field out. */
  readonly mend: unknown;
}

const onlyLastFrame = ({ firstFrame, lastFrame }: Requirements) => lastFrame !== undefined && firstFrame === undefined;
const highResolution = ({ resolution }: Shape) => resolution === '1080p' || resolution === '4K';
const notEightSeconds = ({ durationSeconds }: Requirements) => !isSecondsWithin(8, durationSeconds);

export const coupledLimits: readonly CoupledLimit[] = [
  {
    code: 'last_frame_needs_first_frame',
    models: /^google\/veo-/,
    grade: 'proved',
    field: 'lastFrame',
    source:
      'a job with a last frame alone was accepted and then failed: interpolation needs both images (veo-3.1-lite)',
    asOf: '2026-09-21',
    broken: onlyLastFrame,
    mend: null,
  },
  {
    code: 'last_frame_alone_unproved',
    models: /^(?!google\/veo-)/,
    grade: 'reported',
    field: 'lastFrame',
    source: 'fails on veo-3.1-lite; nobody has shown it for this model',
    asOf: '2026-09-21',
    broken: onlyLastFrame,
    mend: null,
  },
  {
    code: 'high_resolution_needs_8_seconds',
    models: /^google\/veo-3\.1(-fast)?$/,
    grade: 'documented',
    field: 'durationSeconds',
    source: "Google's own API ties 1080p and 4K to 8 s; not seen through OpenRouter",
    asOf: '2026-10-09',
    broken: (requirements, shape) => highResolution(shape) && notEightSeconds(requirements),
    mend: 8,
  },
  {
    code: 'high_resolution_needs_8_seconds',
    models: /^google\/veo-3\.1-lite$/,
    grade: 'contradicted',
    field: 'durationSeconds',
    source: "Google's own API ties 1080p to 8 s, but 4 s at 1080p was made and billed 0.20",
    asOf: '2026-09-21',
    broken: (requirements, shape) => highResolution(shape) && notEightSeconds(requirements),
    mend: 8,
  },
  {
    code: 'references_need_8_seconds',
    models: /^google\/veo-3\.1/,
    grade: 'documented',
    field: 'durationSeconds',
    source: "Google's own API ties reference images to 8 s; not seen through OpenRouter",
    asOf: '2026-10-09',
    broken: (requirements) => requirements.references.length > 0 && notEightSeconds(requirements),
    mend: 8,
  },
  {
    code: 'first_frame_sets_the_ratio',
    models: /^bytedance\/seedance-/,
    grade: 'contradicted',
    field: 'aspectRatio',
    source:
      'the provider documents ratio "adaptive" with a first frame; 9:16 with one was made and billed as 9:16 (seedance-2.5)',
    asOf: '2026-09-12',
    broken: ({ firstFrame, aspectRatio }) =>
      firstFrame !== undefined && aspectRatio !== undefined && aspectRatio !== 'adaptive',
    mend: 'adaptive',
  },
  {
    code: 'edit_keeps_length_and_ratio',
    models: /^bytedance\/seedance-2\.5/,
    grade: 'reported',
    field: 'durationSeconds',
    source: 'an edit wants duration -1 and ratio "adaptive", which the request schema forbids (public issue)',
    asOf: '2026-10-09',
    broken: ({ task }) => task === 'edit',
    mend: null,
  },
  {
    code: 'edit_follows_its_source',
    models: /./,
    grade: 'documented',
    field: 'durationSeconds',
    source: 'editors list no lengths, and are billed by the seconds of what goes in',
    asOf: '2026-10-08',
    broken: ({ task, durationSeconds, sourceVideo }) =>
      task === 'edit' &&
      durationSeconds !== undefined &&
      sourceVideo?.durationSeconds !== undefined &&
      durationSeconds !== sourceVideo.durationSeconds,
    mend: null,
  },
  {
    code: 'silence_not_stated',
    models: alwaysWithSound.models,
    grade: 'reported',
    field: 'audio',
    source: alwaysWithSound.source,
    asOf: alwaysWithSound.asOf,
    broken: ({ audio }) => audio === false,
    mend: true,
    leavesOpen: true,
  },
  {
    code: 'references_ignored_beside_frames',
    models: /./,
    grade: 'documented',
    field: 'references',
    source: 'with frame images in a request the API ignores references',
    asOf: '2026-08-22',
    // The portrait of an avatar goes as a reference itself.
    broken: ({ task, firstFrame, lastFrame, references }) =>
      task !== 'avatar' && (firstFrame ?? lastFrame) !== undefined && references.length > 0,
    mend: [],
  },
];
