import { secondsSaid } from '@shotcaller/core';
import { pictureInput } from '../inputs/picture-input.ts';
import type { FlagValues } from './parse-arguments.ts';
import { referenceInput } from './reference-input.ts';
import { underFlag } from './under-flag.ts';
import { UsageError } from './usage-error.ts';

/** What the flags say about the clip, field by field as requirements take it. Local picture files become data: URLs. */
export async function requirementFields(flags: FlagValues): Promise<Record<string, unknown>> {
  const text = (name: string, field: string) => (flags.isOn(name) ? { [field]: flags.text(name) } : {});
  const sourceVideo = {
    ...text('source-video', 'url'),
    ...sourceSize(flags.text('source-size')),
    ...sourceDuration(flags.text('source-duration')),
  };
  return {
    ...text('prompt', 'prompt'),
    ...text('duration', 'durationSeconds'),
    ...text('resolution', 'resolution'),
    ...text('aspect', 'aspectRatio'),
    ...text('size', 'size'),
    ...(await picture(flags, 'first-frame', 'firstFrame')),
    ...(await picture(flags, 'last-frame', 'lastFrame')),
    ...(await references(flags.list('reference'))),
    ...audio(flags),
    ...text('seed', 'seed'),
    ...(flags.isOn('passthrough') ? { passthrough: flags.list('passthrough') } : {}),
    ...accessLists(flags),
    ...text('max-usd', 'maxUsd'),
    ...text('max-seconds', 'maxSeconds'),
    ...text('min-quality', 'minQuality'),
    ...text('task', 'task'),
    ...text('previous-job', 'previousJobId'),
    ...(Object.keys(sourceVideo).length > 0 ? { sourceVideo } : {}),
    ...text('upscale-factor', 'upscaleFactor'),
    ...text('creativity', 'creativity'),
  };
}

function sourceSize(size: string | undefined): Record<string, unknown> {
  if (size === undefined) return {};
  const [, width, height] = /^(\d+)\s*[x×]\s*(\d+)$/i.exec(size) ?? [];
  if (!width || !height) throw new UsageError(`--source-size ${size} is not a size. Write it as 1920x1080.`);
  return { width: Number(width), height: Number(height) };
}

function sourceDuration(seconds: string | undefined): Record<string, unknown> {
  if (seconds === undefined) return {};
  const value = secondsSaid(seconds) ?? Number(seconds.replace(/\s*s$/i, ''));
  if (!Number.isFinite(value))
    throw new UsageError(`--source-duration ${seconds} is not a length. Write seconds, such as 12.5, or 1 min.`);
  return { durationSeconds: value };
}

function audio(flags: FlagValues): Record<string, unknown> {
  const given = ['audio', 'no-audio', 'any-audio'].filter((name) => flags.isOn(name));
  if (given.length > 1) throw new UsageError(`--${given[0]} and --${given[1]} contradict each other. Give one.`);
  if (given.length === 0) return {};
  return { audio: given[0] === 'any-audio' ? 'any' : given[0] === 'audio' };
}

/** `--exclude google` is a provider, `--exclude google/veo-3.1` a model. */
function accessLists(flags: FlagValues): Record<string, unknown> {
  const list = (name: string) => flags.list(name).flatMap((entry) => entry.split(','));
  const isModel = (entry: string) => entry.includes('/');
  const excluded = list('exclude');
  const field = (name: 'providers' | 'models', allow: readonly string[], deny: readonly string[]) =>
    allow.length + deny.length === 0 ? {} : { [name]: { allow, deny } };
  return {
    ...field(
      'providers',
      list('provider'),
      excluded.filter((entry) => !isModel(entry)),
    ),
    ...field('models', list('only'), excluded.filter(isModel)),
  };
}

async function picture(flags: FlagValues, name: string, field: string): Promise<Record<string, unknown>> {
  const given = flags.text(name);
  return given === undefined ? {} : { [field]: await underFlag(name, () => pictureInput(given)) };
}

async function references(given: readonly string[]): Promise<Record<string, unknown>> {
  return given.length === 0
    ? {}
    : { references: await underFlag('reference', () => Promise.all(given.map(referenceInput))) };
}
