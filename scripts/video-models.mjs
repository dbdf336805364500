// The source of packages/shotcaller/src/video-models.ts: what each model of a catalogue takes, as an interface of types.

/** @param catalog as core parses it */
export function videoModelsSource({ asOf, models }) {
  const day = (asOf ?? 'an unknown day').slice(0, 10);
  return [
    '// biome-ignore-all format: one model a line, so that a refresh is a readable diff',
    '// Written by scripts/video-models.mjs; `npm run docs` and `npm run catalog:refresh` renew it.',
    "import type { ImageInput } from '@shotcaller/core';",
    '',
    '/** A picture for a frame: a URL, or a URL with its pixels. */',
    'export type Frame = string | ImageInput;',
    '',
    '/**',
    ` * What each of OpenRouter's ${models.length} video models takes, as its catalogue stated it on ${day}. What it does not state is left wide.`,
    ' *',
    ' * A model that is newer, or takes more by now: add it with `declare module`, or give its id `as string`, which checks nothing before the',
    ' * program runs.',
    ' */',
    'export interface VideoModels {',
    ...[...models].sort((one, other) => (one.id < other.id ? -1 : 1)).map(line),
    '}',
    '',
  ].join('\n');
}

function line({ id, durationsSeconds, resolutions, aspectRatios, frameTypes, passthroughParameters }) {
  const frame = (type) => (frameTypes === null || frameTypes.includes(type) ? 'Frame' : 'never');
  const facts = {
    durationSeconds: union(durationsSeconds, 'number'),
    resolution: union(resolutions, 'string'),
    aspectRatio: union(aspectRatios, 'string'),
    firstFrame: frame('first_frame'),
    lastFrame: frame('last_frame'),
    passthrough: union(passthroughParameters, 'string'),
  };
  const fields = Object.entries(facts).map(([name, type]) => `readonly ${name}: ${type}`);
  return `  readonly ${quoted(id)}: { ${fields.join('; ')} };`;
}

/** `null`: the catalogue does not state it. */
function union(values, wide) {
  if (values === null) return wide;
  return values.length === 0
    ? 'never'
    : values.map((value) => (typeof value === 'number' ? value : quoted(value))).join(' | ');
}

function quoted(text) {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/[\r\n]/g, ' ')}'`;
}
