import type { Preferences, RequirementsInput } from '@shotcaller/core';

/** What every door is asked: requirements or a sentence, and how models are weighed. */
export interface Question {
  readonly requirements: RequirementsInput;
  readonly sentence?: string;
  readonly preferences?: Preferences;
  /** The same on the command line, without what weighs models. */
  readonly flags: readonly string[];
  /** What weighs models, on the command line: `quote` takes none of it. */
  readonly weighing?: readonly string[];
  /** The page has no control for it. */
  readonly notOnPage?: true;
}

export const mini = 'bytedance/seedance-2.0-mini';
export const prompt = 'a paper boat';
export const basic = { prompt, durationSeconds: 5, resolution: '720p' } as const;
export const basicFlags = ['--prompt', prompt, '--duration', '5', '--resolution', '720p'];

const picture = 'https://pictures.example/mug.png';
const lastPicture = 'https://pictures.example/end.png';
const video = 'https://videos.example/boat.mp4';

/** A question that adds fields to a 5 s clip in 720p. */
function withFields(fields: RequirementsInput, ...flags: readonly string[]): Question {
  return { requirements: { ...basic, ...fields }, flags: [...basicFlags, ...flags] };
}

function weighed(preferences: Preferences, ...weighing: readonly string[]): Question {
  return { requirements: basic, flags: basicFlags, preferences, weighing };
}

function inWords(sentence: string): Question {
  return { sentence, requirements: {}, flags: [sentence] };
}

export const questions: readonly (readonly [string, Question])[] = [
  ['of a length and class', withFields({})],
  ['of which only the prompt is said', { requirements: { prompt }, flags: ['--prompt', prompt] }],
  ['that is upright and silent', withFields({ aspectRatio: '9:16', audio: false }, '--aspect', '9:16', '--no-audio')],
  ['with sound', withFields({ audio: true }, '--audio')],
  ['with or without sound', withFields({ audio: 'any' }, '--any-audio')],
  [
    'of a range of lengths',
    {
      requirements: { prompt, durationSeconds: { min: 6, max: 9 }, resolution: '720p' },
      flags: ['--prompt', prompt, '--duration', '6-9', '--resolution', '720p'],
    },
  ],
  [
    'of at least a class and at most a length',
    {
      requirements: { prompt, durationSeconds: { max: 7 }, resolution: { min: '1080p' } },
      flags: ['--prompt', prompt, '--duration', '..7', '--resolution', '1080p+'],
    },
  ],
  [
    'of a range that no model makes',
    {
      requirements: { prompt, durationSeconds: { min: 2000, max: 3000 } },
      flags: ['--prompt', prompt, '--duration', '2000-3000'],
    },
  ],
  [
    'of exact pixels',
    {
      requirements: { prompt, durationSeconds: 5, size: '720x1280' },
      flags: ['--prompt', prompt, '--duration', '5', '--size', '720x1280'],
    },
  ],
  [
    'of many pixels',
    {
      requirements: { prompt, durationSeconds: 8, resolution: '1080p', aspectRatio: '16:9' },
      flags: ['--prompt', prompt, '--duration', '8', '--resolution', '1080p', '--aspect', '16:9'],
    },
  ],
  ['from a picture', withFields({ firstFrame: picture }, '--first-frame', picture)],
  [
    'between two pictures',
    withFields({ firstFrame: picture, lastFrame: lastPicture }, '--first-frame', picture, '--last-frame', lastPicture),
  ],
  [
    'after a reference',
    withFields({ references: [{ kind: 'image', url: picture }] }, '--reference', `image:${picture}`),
  ],
  ['with a seed', withFields({ seed: 7 }, '--seed', '7')],
  ['for at most so much', withFields({ maxUsd: '0.2' }, '--max-usd', '0.2')],
  ['within a minute', withFields({ maxSeconds: 60 }, '--max-seconds', '60')],
  ['of a quality', withFields({ minQuality: 1350 }, '--min-quality', '1350')],
  [
    'from two models',
    withFields({ models: { allow: [mini, 'google/veo-3.1-lite'], deny: [] } }, '--only', `${mini},google/veo-3.1-lite`),
  ],
  ['from one provider', withFields({ providers: { allow: ['google'], deny: [] } }, '--provider', 'google')],
  [
    'without a provider and a model',
    withFields(
      { providers: { allow: [], deny: ['x-ai'] }, models: { allow: [], deny: [mini] } },
      ...['--exclude', 'x-ai', '--exclude', mini],
    ),
  ],
  [
    'that is an upscaled one',
    {
      requirements: {
        task: 'upscale',
        sourceVideo: { url: video, width: 1280, height: 720, durationSeconds: 5 },
        upscaleFactor: 2,
      },
      flags: [
        ...['--task', 'upscale', '--source-video', video, '--source-size', '1280x720', '--source-duration', '5'],
        ...['--upscale-factor', '2'],
      ],
    },
  ],
  ['for quality', weighed({ profile: 'qualityAndCost' }, '--profile', 'qualityAndCost')],
  ['that is fast and cheap', weighed({ profile: 'fastAndCheap' }, '--profile', 'fastAndCheap')],
  [
    'by own weights',
    weighed({ weights: { speed: 0.2, cost: 0.2, quality: 0.6 } }, '--weights', 'speed=.2,cost=.2,quality=.6'),
  ],
  ['from models with missing specifications too', { ...weighed({ includeUnknown: true }, '--include-unknown') }],
  ['by the guide’s own method', { ...weighed({ method: 'cookbook' }, '--method', 'cookbook'), notOnPage: true }],
  [
    'unless another is clearly better than last time’s',
    { ...weighed({ incumbent: 'google/veo-3.1-lite' }, '--incumbent', 'google/veo-3.1-lite'), notOnPage: true },
  ],
  ['in a sentence', inWords('a 4 second vertical clip of a paper boat, cheap, no sound')],
  ['in a sentence with ranges', inWords('a paper boat, 6-9 seconds, 720p or better, at most $1')],
  ['in a sentence with a limit', inWords('best quality, 6 seconds of a lighthouse in a storm, 1080p, under $2')],
  [
    'that no model makes',
    {
      requirements: { ...basic, durationSeconds: 3000 },
      flags: ['--prompt', prompt, '--duration', '3000', '--resolution', '720p'],
    },
  ],
];
