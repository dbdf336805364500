import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequirementsError, type RequirementsProblem } from '../../src/requirements/error.ts';
import { parseRequirements } from '../../src/requirements/parse.ts';
import { requirementFields } from '../../src/requirements/schema.ts';

const nothing = {
  task: 'generate',
  references: [],
  passthrough: [],
  providers: { allow: [], deny: [] },
  models: { allow: [], deny: [] },
};
const photo = 'https://example.com/mug.png';
const picture = 'data:image/png;base64,iVBORw0KGgo=';

function problemsOf(input: unknown): readonly RequirementsProblem[] {
  try {
    parseRequirements(input);
  } catch (error) {
    if (error instanceof RequirementsError) return error.problems;
    throw error;
  }
  return [];
}

test('nothing said is a generation with every list empty', () => {
  expect(parseRequirements({})).toEqual(nothing);
});

describe('lenient forms become canonical', () => {
  test.each<[string, object, object]>([
    ['duration as text', { durationSeconds: '5' }, { durationSeconds: 5 }],
    ['duration with a unit', { durationSeconds: '5s' }, { durationSeconds: 5 }],
    ['the shortest duration', { durationSeconds: 1 }, { durationSeconds: 1 }],
    ['the longest duration', { durationSeconds: 3600 }, { durationSeconds: 3600 }],
    ['resolution as a number', { resolution: 720 }, { resolution: '720p' }],
    ['resolution without p', { resolution: '1080' }, { resolution: '1080p' }],
    ['resolution in capitals', { resolution: '1080P' }, { resolution: '1080p' }],
    ['4k', { resolution: '4k' }, { resolution: '4K' }],
    ['2K', { resolution: '2K' }, { resolution: '2K' }],
    ['HD', { resolution: 'HD' }, { resolution: '720p' }],
    ['full hd', { resolution: 'full hd' }, { resolution: '1080p' }],
    ['UHD', { resolution: 'UHD' }, { resolution: '4K' }],
    ['1440p', { resolution: '1440p' }, { resolution: '2K' }],
    ['ratio with x', { aspectRatio: '9x16' }, { aspectRatio: '9:16' }],
    ['ratio with a slash', { aspectRatio: '16/9' }, { aspectRatio: '16:9' }],
    ['ratio in pixels', { aspectRatio: '1080:1920' }, { aspectRatio: '9:16' }],
    ['ratio to one', { aspectRatio: '1.78:1' }, { aspectRatio: '16:9' }],
    ['ratio by name', { aspectRatio: 'Portrait' }, { aspectRatio: '9:16' }],
    ['square', { aspectRatio: 'square' }, { aspectRatio: '1:1' }],
    ['landscape', { aspectRatio: 'landscape' }, { aspectRatio: '16:9' }],
    ['adaptive', { aspectRatio: 'adaptive' }, { aspectRatio: 'adaptive' }],
    ['7:3 is 21:9', { aspectRatio: '7:3' }, { aspectRatio: '21:9' }],
    ['size with a cross', { size: '720×1280' }, { size: '720x1280', resolution: '720p', aspectRatio: '9:16' }],
    ['size of a rendered frame', { size: '1112x834' }, { size: '1112x834', resolution: '720p', aspectRatio: '4:3' }],
    [
      'size with what it says',
      { size: '720x1280', resolution: '720P', aspectRatio: '9:16' },
      { size: '720x1280', resolution: '720p', aspectRatio: '9:16' },
    ],
    [
      '1440x1440 as 2K',
      { size: '1440x1440', resolution: '2k' },
      { size: '1440x1440', resolution: '2K', aspectRatio: '1:1' },
    ],
    ['size of no class', { size: '1000x333' }, { size: '1000x333' }],
    [
      'size near a class',
      { size: '1280x704', resolution: '720p' },
      { size: '1280x704', resolution: '720p', aspectRatio: '16:9' },
    ],
    ['first frame as a URL', { firstFrame: photo }, { firstFrame: { url: photo } }],
    ['first frame as data', { firstFrame: picture }, { firstFrame: { url: picture } }],
    [
      'first frame with pixels',
      { firstFrame: { url: photo, width: 720, height: 1280 } },
      { firstFrame: { url: photo, width: 720, height: 1280 } },
    ],
    ['one reference', { references: photo }, { references: [{ kind: 'image', url: photo }] }],
    [
      'a sound by its ending',
      { references: ['https://a.example/voice.mp3?x=1'] },
      { references: [{ kind: 'audio', url: 'https://a.example/voice.mp3?x=1' }] },
    ],
    [
      'a video by its ending',
      { references: ['https://a.example/v.MP4'] },
      { references: [{ kind: 'video', url: 'https://a.example/v.MP4' }] },
    ],
    ['audio false', { audio: false }, { audio: false }],
    ['audio any', { audio: 'any' }, { audio: 'any' }],
    ['audio as text', { audio: 'true' }, { audio: true }],
    ['seed 0', { seed: 0 }, { seed: 0 }],
    ['seed as text', { seed: '0' }, { seed: 0 }],
    ['the least seed', { seed: -2147483648 }, { seed: -2147483648 }],
    ['the largest seed', { seed: 4294967295 }, { seed: 4294967295 }],
    ['passthrough by name', { passthrough: ['negative_prompt'] }, { passthrough: [{ name: 'negative_prompt' }] }],
    [
      'passthrough with text',
      { passthrough: 'negative_prompt=blurry, dark' },
      { passthrough: [{ name: 'negative_prompt', value: 'blurry, dark' }] },
    ],
    [
      'passthrough with a number',
      { passthrough: ['cfg_scale=0.5'] },
      { passthrough: [{ name: 'cfg_scale', value: 0.5 }] },
    ],
    ['passthrough with an equals sign', { passthrough: ['a=b=c'] }, { passthrough: [{ name: 'a', value: 'b=c' }] }],
    [
      'passthrough as an object',
      { passthrough: [{ name: 'keyframes', value: [{ at: 0 }] }] },
      { passthrough: [{ name: 'keyframes', value: [{ at: 0 }] }] },
    ],
    [
      'the same passthrough twice',
      { passthrough: ['watermark', 'watermark'] },
      { passthrough: [{ name: 'watermark' }] },
    ],
    ['one provider', { providers: 'Google' }, { providers: { allow: ['google'], deny: [] } }],
    ['providers as a list', { providers: ['google', 'GOOGLE'] }, { providers: { allow: ['google'], deny: [] } }],
    ['denied models', { models: { deny: ['google/veo-3.1'] } }, { models: { allow: [], deny: ['google/veo-3.1'] } }],
    ['dollars as a number', { maxUsd: 0.5 }, { maxUsd: '0.5' }],
    ['dollars as text', { maxUsd: '0.50' }, { maxUsd: '0.5' }],
    ['dollars with a sign', { maxUsd: '$10.80' }, { maxUsd: '10.8' }],
    ['a long decimal stays exact', { maxUsd: '0.123456789012' }, { maxUsd: '0.123456789012' }],
    ['a wait', { maxSeconds: '90s' }, { maxSeconds: 90 }],
    ['a rating', { minQuality: 1250 }, { minQuality: 1250 }],
    ['null is absent', { durationSeconds: null, firstFrame: null, task: null }, {}],
    [
      'a continuation',
      { task: 'continue', previousJobId: 'gen-vid-1-a' },
      { task: 'continue', previousJobId: 'gen-vid-1-a' },
    ],
    [
      'an upscale',
      {
        task: 'upscale',
        sourceVideo: { width: 640, height: 360, durationSeconds: 4.5 },
        upscaleFactor: 1.5,
        creativity: 0,
      },
      {
        task: 'upscale',
        sourceVideo: { width: 640, height: 360, durationSeconds: 4.5 },
        upscaleFactor: 1.5,
        creativity: 0,
      },
    ],
    [
      'an edit',
      { task: 'edit', sourceVideo: 'https://a.example/v.mp4', prompt: 'at night' },
      { task: 'edit', sourceVideo: { url: 'https://a.example/v.mp4' }, prompt: 'at night' },
    ],
    [
      'an avatar',
      { task: 'avatar', references: [photo], prompt: 'Hello' },
      { task: 'avatar', references: [{ kind: 'image', url: photo }], prompt: 'Hello' },
    ],
    [
      'an avatar with a voice',
      { task: 'avatar', firstFrame: photo, references: ['https://a.example/v.mp3'] },
      { task: 'avatar', firstFrame: { url: photo }, references: [{ kind: 'audio', url: 'https://a.example/v.mp3' }] },
    ],
  ])('%s', (_, input, expected) => {
    expect(parseRequirements(input)).toEqual({ ...nothing, ...expected });
  });
});

describe('bad input names field, allowed values and the nearest valid one', () => {
  test.each<[unknown, string, string, unknown]>([
    [5, 'not_an_object', '', null],
    [{ durationSecond: 5 }, 'unknown_field', 'durationSecond', 'durationSeconds'],
    [{ duration: 5 }, 'unknown_field', 'duration', 'durationSeconds'],
    [{ first_frame: photo }, 'unknown_field', 'first_frame', 'firstFrame'],
    [{ generate_audio: true }, 'unknown_field', 'generate_audio', 'audio'],
    [{ aspect_ratio: '9:16' }, 'unknown_field', 'aspect_ratio', 'aspectRatio'],
    [{ zzzzzz: 1 }, 'unknown_field', 'zzzzzz', null],
    [{ constructor: 1 }, 'unknown_field', 'constructor', null],
    [{ durationSeconds: 0 }, 'out_of_range', 'durationSeconds', 1],
    [{ durationSeconds: 3601 }, 'out_of_range', 'durationSeconds', 3600],
    [{ durationSeconds: 5.5 }, 'out_of_range', 'durationSeconds', 6],
    [{ durationSeconds: Number.NaN }, 'out_of_range', 'durationSeconds', null],
    [{ durationSeconds: 'long' }, 'wrong_type', 'durationSeconds', null],
    [{ durationSeconds: true }, 'wrong_type', 'durationSeconds', null],
    [{ resolution: '721p' }, 'not_allowed', 'resolution', '720p'],
    [{ resolution: '8K' }, 'not_allowed', 'resolution', '4K'],
    [{ resolution: 'ful hd' }, 'not_allowed', 'resolution', '1080p'],
    [{ resolution: 'huge' }, 'not_allowed', 'resolution', null],
    [{ aspectRatio: '16:10' }, 'not_allowed', 'aspectRatio', '3:2'],
    [{ aspectRatio: '17:9' }, 'not_allowed', 'aspectRatio', '16:9'],
    [{ aspectRatio: 'portait' }, 'not_allowed', 'aspectRatio', '9:16'],
    [{ aspectRatio: '0:0' }, 'not_allowed', 'aspectRatio', null],
    [{ size: '720p' }, 'not_allowed', 'size', null],
    [{ size: '720x1280', resolution: '1080p' }, 'conflict', 'size', '720p'],
    [{ size: '720x1280', aspectRatio: '16:9' }, 'conflict', 'size', '9:16'],
    [{ size: '800x600', resolution: '4K' }, 'conflict', 'size', null],
    [{ firstFrame: 'mug.png' }, 'url_not_allowed', 'firstFrame.url', null],
    [{ firstFrame: 'file:///etc/passwd' }, 'url_not_allowed', 'firstFrame.url', null],
    [{ firstFrame: 'data:text/html;base64,AAAA' }, 'url_not_allowed', 'firstFrame.url', null],
    [{ firstFrame: 'https://' }, 'url_not_allowed', 'firstFrame.url', null],
    [{ firstFrame: {} }, 'missing', 'firstFrame.url', null],
    [{ firstFrame: { url: photo, widht: 1 } }, 'unknown_field', 'firstFrame.widht', 'width'],
    [{ firstFrame: { url: photo, width: 0 } }, 'out_of_range', 'firstFrame.width', null],
    [{ references: [{ kind: 'vdeo', url: photo }] }, 'not_allowed', 'references[0].kind', 'video'],
    [
      { references: [photo, { kind: 'video', url: 'data:video/mp4;base64,AAAA' }] },
      'url_not_allowed',
      'references[1].url',
      null,
    ],
    [
      { references: [{ kind: 'audio', url: 'data:audio/mp3;base64,AAAA' }] },
      'url_not_allowed',
      'references[0].url',
      null,
    ],
    [{ references: Array.from({ length: 51 }, () => photo) }, 'out_of_range', 'references', 50],
    [{ audio: 'loud' }, 'not_allowed', 'audio', null],
    [{ seed: 1.5 }, 'out_of_range', 'seed', 2],
    [{ seed: 4294967296 }, 'out_of_range', 'seed', 4294967295],
    [{ passthrough: ['=x'] }, 'not_allowed', 'passthrough[0]', null],
    [{ passthrough: ['__proto__=1'] }, 'not_allowed', 'passthrough[0]', null],
    [{ passthrough: ['a=1', 'a=2'] }, 'not_allowed', 'passthrough[1]', null],
    [{ providers: { allow: ['google/veo-3.1'] } }, 'not_allowed', 'providers.allow[0]', null],
    [{ providers: { alow: ['google'] } }, 'unknown_field', 'providers.alow', 'allow'],
    [{ models: ['veo'] }, 'not_allowed', 'models.allow[0]', null],
    [{ maxUsd: 0 }, 'out_of_range', 'maxUsd', null],
    [{ maxUsd: -1 }, 'out_of_range', 'maxUsd', null],
    [{ maxUsd: 1e-13 }, 'out_of_range', 'maxUsd', null],
    [{ maxUsd: '1e3' }, 'wrong_type', 'maxUsd', null],
    [{ maxUsd: 'cheap' }, 'wrong_type', 'maxUsd', null],
    [{ maxSeconds: 0 }, 'out_of_range', 'maxSeconds', 1],
    [{ minQuality: 80 }, 'wrong_scale', 'minQuality', null],
    [{ minQuality: 0.8 }, 'wrong_scale', 'minQuality', null],
    [{ minQuality: 100 }, 'wrong_scale', 'minQuality', null],
    [{ minQuality: 101 }, 'out_of_range', 'minQuality', 500],
    [{ prompt: '' }, 'out_of_range', 'prompt', null],
    [{ prompt: 'x'.repeat(32_001) }, 'out_of_range', 'prompt', null],
    [{ prompt: '\ud800' }, 'ill_formed', 'prompt', null],
    [{ task: 'upscal' }, 'not_allowed', 'task', 'upscale'],
    [{ task: 'continue' }, 'missing', 'previousJobId', null],
    [{ task: 'edit' }, 'missing', 'sourceVideo', null],
    [{ task: 'avatar', prompt: 'Hi' }, 'missing', 'references', null],
    [{ task: 'avatar', firstFrame: photo }, 'missing', 'prompt', null],
    [{ sourceVideo: { width: 1, height: 1, durationSeconds: 1 } }, 'not_for_task', 'sourceVideo', 'task edit'],
    [{ upscaleFactor: 2 }, 'not_for_task', 'upscaleFactor', 'task upscale'],
    [{ creativity: 0 }, 'not_for_task', 'creativity', 'task upscale'],
    [{ previousJobId: 'x' }, 'not_for_task', 'previousJobId', 'task continue'],
    [{ task: 'continue', previousJobId: 'x', firstFrame: photo }, 'not_for_task', 'firstFrame', 'task generate'],
  ])('%j: %s at %s, nearest %j', (input, code, field, nearest) => {
    expect(problemsOf(input)).toMatchObject([{ code, field, nearest }]);
  });

  test('every problem is reported, not the first', () => {
    const problems = problemsOf({
      durationSeconds: -1,
      resolution: 'x',
      size: '9',
      colour: 'red',
      seed: 'a',
      maxUsd: 0,
    });
    expect(problems.map((problem) => problem.field)).toEqual([
      'durationSeconds',
      'resolution',
      'size',
      'colour',
      'seed',
      'maxUsd',
    ]);
  });

  test('the message names field, value, what is allowed and the nearest value', () => {
    expect(() => parseRequirements({ resolution: '721p' })).toThrow(
      'resolution: "721p" is not allowed. Allowed: 360p, 480p, 720p, 768p, 1024p, 1080p, 1K, 2K, 4K. Nearest: 720p.',
    );
    expect(() => parseRequirements({ durationSecs: 5 })).toThrow(
      'durationSecs is not a field of the requirements. Did you mean durationSeconds?',
    );
  });

  test('a conflict names both fields', () => {
    expect(() => parseRequirements({ size: '720x1280', resolution: '1080p' })).toThrow(
      /^size: .*720x1280 with resolution 1080p.* contradicts resolution\./,
    );
  });

  test('no prompt, no query of a URL and no picture stands in a message', () => {
    const input = {
      prompt: `sesame${'x'.repeat(40_000)}`,
      firstFrame: 'ftp://user:sesame@a.example/?token=sesame',
      lastFrame: 'data:text/x,sesame',
    };
    expect(problemsOf(input)).toHaveLength(3);
    expect(JSON.stringify(problemsOf(input))).not.toContain('sesame');
  });
});

describe('any JSON value', () => {
  const field = fc.constantFrom(...Object.keys(requirementFields));
  const plausible = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      '720p',
      '9:16',
      '720x1280',
      photo,
      picture,
      'any',
      '5s',
      0,
      -0,
      5,
      1e300,
      'google',
      ['google/veo-3.1'],
      'continue',
      'upscale',
      [photo],
    ),
    fc.record({ url: fc.constantFrom(photo, 'x'), width: fc.integer() }),
    fc.array(fc.record({ name: fc.string(), value: fc.jsonValue() })),
  );
  const input = fc.oneof(fc.jsonValue(), fc.dictionary(field, plausible));

  test('is parsed or refused with a RequirementsError; the answer is stable and survives JSON', () => {
    fc.assert(
      fc.property(input, (value) => {
        if (problemsOf(value).length > 0) return;
        const parsed = parseRequirements(value);
        expect(JSON.parse(JSON.stringify(parsed))).toStrictEqual(parsed);
        expect(parseRequirements(parsed)).toStrictEqual(parsed);
      }),
      { numRuns: 3000 },
    );
  });
});

test.each([
  ['an emoji that was cut', 'a boat \ud83d', '8'],
  ['the other half of one', '\ude00 a boat', '1'],
])('%s in a prompt is said in plain words, with its place', (_, prompt, place) => {
  expect(problemsOf({ prompt })).toMatchObject([{ code: 'ill_formed', field: 'prompt', value: place }]);
  expect(() => parseRequirements({ prompt })).toThrow(/half of a character.*cut within an emoji/);
  expect(parseRequirements({ prompt: 'a boat \ud83d\ude00' }).prompt).toBe('a boat \ud83d\ude00');
});
