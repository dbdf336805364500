import { type Field, type JsonSchema, number, reportProblem, text, wholeNumber, word } from './field.ts';
import { allowDeny, passthrough } from './lists.ts';
import { image, references, sourceVideo } from './media.ts';
import { usd } from './money.ts';
import { modelNames, providerNames } from './names.ts';
import { waitSaid } from './quantities.ts';
import { resolutionOrRange, secondsOrRange } from './ranges.ts';
import type {
  DurationRange,
  ImageInput,
  PassthroughParameter,
  ReferenceInput,
  Requirements,
  ResolutionRange,
  SourceVideo,
  Task,
} from './requirements.ts';
import { shapeFieldOf } from './shape-field.ts';
import { aspectRatios, parseSize } from './size.ts';
import { tasks } from './tasks.ts';
import { canonicalAspectRatio, nearestKnownAspectRatio } from './words.ts';

/** What a caller may write; `parseRequirements` makes `Requirements` of it. `null` and absent mean the same. */
export interface RequirementsInput {
  readonly task?: Task | null;
  readonly prompt?: string | null;
  /** `5`, `5s`, `1 min`; a range is `{min, max}`, `5-8`, `5+` or `..8`. */
  readonly durationSeconds?: number | string | DurationRange | null;
  /** `720p`, `720`, `1080P`, `4k`, `full hd`; a range is `{min, max}`, `720p-1080p`, `720p+` or `..720p`. */
  readonly resolution?: string | number | ResolutionRange | null;
  /** `9:16`, `9x16`, `portrait`. */
  readonly aspectRatio?: string | null;
  /** `720x1280`. */
  readonly size?: string | null;
  readonly firstFrame?: string | ImageInput | null;
  readonly lastFrame?: string | ImageInput | null;
  readonly references?:
    | string
    | readonly (string | (Omit<ReferenceInput, 'kind'> & { readonly kind?: ReferenceInput['kind'] }))[]
    | null;
  readonly audio?: boolean | 'any' | null;
  readonly seed?: number | string | null;
  /** A name, `name=value`, or `{name, value}`. */
  readonly passthrough?: string | readonly (string | PassthroughParameter)[] | null;
  readonly providers?: NamesInput | null;
  readonly models?: NamesInput | null;
  readonly maxUsd?: number | string | null;
  readonly maxSeconds?: number | string | null;
  readonly minQuality?: number | string | null;
  readonly previousJobId?: string | null;
  readonly sourceVideo?: string | SourceVideo | null;
  readonly upscaleFactor?: number | string | null;
  readonly creativity?: number | string | null;
}

/** One name, a list (both mean `allow`), or both lists. */
export type NamesInput =
  | string
  | readonly string[]
  | { readonly allow?: string | readonly string[]; readonly deny?: string | readonly string[] };

const ratingPoints = number('', 500, 2500);

const waitingNumber = number('The longest wait for the clip, in seconds.', 1, 604_800, secondsUnit());

/** Text may say it as a sentence does: `2 min`, `an hour`. */
const waitingSeconds: Field<number> = {
  json: waitingNumber.json,
  read: (value, at, report) => waitingNumber.read(waitSaid(value) ?? value, at, report),
};

/** Every field of the requirements, in the order in which answers list them. The one schema of library, command line and JSON. */
export const requirementFields: { readonly [Name in keyof Requirements]-?: Field<NonNullable<Requirements[Name]>> } = {
  task: word('What the model should do. Default: generate.', tasks),
  prompt: text('What the clip shows.', 32_000, { secret: true }),
  durationSeconds: secondsOrRange(
    'Length of the clip in whole seconds, or {min, max} if any length between them is fine.',
  ),
  resolution: resolutionOrRange('Resolution, or {min, max} if any resolution between them is fine.'),
  aspectRatio: {
    json: {
      type: 'string',
      enum: [...aspectRatios, 'adaptive'],
      description: 'Width to height, for example 16:9. adaptive: the shape of the picture.',
    },
    read(value, at, report) {
      const allowed = [...aspectRatios, 'adaptive'];
      if (typeof value !== 'string') return reportProblem(report, 'wrong_type', at, value, allowed);
      return (
        canonicalAspectRatio(value) ??
        reportProblem(
          report,
          'not_allowed',
          at,
          value,
          allowed,
          canonicalAspectRatio(nearestKnownAspectRatio(value) ?? '') ?? null,
          shapeFieldOf(value),
        )
      );
    },
  },
  size: {
    json: {
      type: 'string',
      pattern: '^\\d{2,5}x\\d{2,5}$',
      description: 'Exact size in pixels, WIDTHxHEIGHT. Use it instead of resolution and aspect ratio.',
    },
    read(value, at, report) {
      const allowed = 'WIDTHxHEIGHT in pixels from 16 to 16384, for example 720x1280';
      if (typeof value !== 'string') return reportProblem(report, 'wrong_type', at, value, allowed);
      const pixels = parseSize(value);
      return pixels
        ? `${pixels.width}x${pixels.height}`
        : reportProblem(report, 'not_allowed', at, value, allowed, null, shapeFieldOf(value));
    },
  },
  firstFrame: image('The picture that the clip starts with: a URL, or {url, width, height}.'),
  lastFrame: image('The picture that the clip ends with.'),
  references: references('Images, sounds and videos that steer the clip.', 50),
  audio: {
    json: {
      enum: [true, false, 'any'],
      description:
        'true: with sound. false: without sound. any: either is fine. Absent: OpenRouter’s default, which is sound if the model can make it.',
    },
    read(value, at, report) {
      if (typeof value === 'boolean') return value;
      const plain = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
      if (plain === 'any') return 'any';
      if (plain === 'true' || plain === 'false') return plain === 'true';
      return reportProblem(report, plain === undefined ? 'wrong_type' : 'not_allowed', at, value, [
        'true',
        'false',
        'any',
      ]);
    },
  },
  // Providers differ: some take signed, some unsigned 32 bits.
  seed: wholeNumber('A seed, which the model must accept. 0 is a seed too.', -(2 ** 31), 2 ** 32 - 1),
  passthrough: passthrough('Provider parameters that the model must accept: a name, name=value, or {name, value}.'),
  providers: allowDeny('Authors of models, the part of an id before the slash.', providerNames),
  models: allowDeny('Model ids.', modelNames),
  maxUsd: usd('The most that the clip may cost, in US dollars.'),
  maxSeconds: waitingSeconds,
  minQuality: {
    json: {
      type: 'number',
      minimum: 500,
      maximum: 2500,
      description: 'The minimum quality, in points; models have about 1150 to 1550.',
    },
    read(value, at, report) {
      const small =
        typeof value === 'string' ? Number.parseFloat(value) : typeof value === 'number' ? value : Number.NaN;
      if (!(small >= 0 && small <= 100)) return ratingPoints.read(value, at, report);
      return reportProblem(
        report,
        'wrong_scale',
        at,
        value,
        'points on the rating scale, where models lie at about 1150 to 1550; not a share or a percentage',
      );
    },
  },
  previousJobId: text('Task continue: the id of the completed job to continue.', 256, { pattern: /^[\w.~:-]+$/ }),
  sourceVideo: sourceVideo('Tasks edit and upscale: the video to start from.'),
  upscaleFactor: number('Task upscale: how many times larger.', 1, 16),
  creativity: wholeNumber('Task upscale: 0 is precise, 1 is creative.', 0, 10),
};

/** The input as JSON Schema (draft 2020-12), strict forms only: `parseRequirements` also reads the lenient ones. */
export function requirementsJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Requirements',
    description: 'The requirements of a video clip.',
    type: 'object',
    properties: Object.fromEntries(Object.entries(requirementFields).map(([name, field]) => [name, field.json])),
    additionalProperties: false,
  };
}

function secondsUnit(): RegExp {
  return /\s*(s|secs?|seconds?)$/i;
}
