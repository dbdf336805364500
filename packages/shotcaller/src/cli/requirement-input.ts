import { readFileSync } from 'node:fs';
import { nameOf, type ProfileName, parseSentence, type RequirementsInput } from '@shotcaller/core';
import type { CommandContext } from './context.ts';
import { nearestHint } from './nearest-hint.ts';
import type { FlagValues } from './parse-arguments.ts';
import { UsageError } from './usage-error.ts';

export interface RequirementInput {
  readonly input: RequirementsInput;
  /** The profile that a sentence asks for ("cheapest"). */
  readonly profile?: ProfileName;
}

/**
 * What the clip needs, from all that the command line says: a sentence, then `--requirements`, then flags; the later wins.
 * Local picture files become data: URLs. What a sentence was read as is said on standard error.
 */
export async function requirementInput(context: CommandContext, sentence?: string): Promise<RequirementInput> {
  const { flags } = context;
  const spoken = sentence === undefined ? undefined : await readSentence(sentence, context);
  const written = await readRequirementsFile(context);
  const merged = { ...spoken?.input, ...written, ...(await fromFlags(flags, { ...spoken?.input, ...written })) };
  return { input: merged as RequirementsInput, ...(spoken?.profile ? { profile: spoken.profile } : {}) };
}

async function readSentence(sentence: string, { terminal, flags }: CommandContext): Promise<RequirementInput> {
  const { requirements, profile, used, needed, conflicts, notUnderstood, prompt } = parseSentence(sentence);
  if (!flags.isOn('json')) {
    const readings = used
      .filter(({ field }) => field !== 'needed')
      .map(({ text, field, value }) => `"${text}" → ${field} ${JSON.stringify(value)}`);
    if (readings.length > 0) terminal.talk(`Read: ${readings.join('; ')}.\n`);
  }
  if (notUnderstood.length > 0)
    terminal.talk(`Not understood: ${notUnderstood.map((text) => `"${text}"`).join(', ')}.\n`);
  for (const { field, texts } of conflicts) {
    terminal.talk(
      `The sentence contradicts itself on ${field} (${texts.map((text) => `"${text}"`).join(' and ')}), so neither counts. A flag settles it.\n`,
    );
  }
  for (const field of needed.filter((need) => !flags.isOn(FLAG_OF_INPUT[need]))) {
    terminal.talk(
      `The sentence speaks of ${nameOf(field)} that is not given: add --${FLAG_OF_INPUT[field]} URL|FILE.\n`,
    );
  }
  const input = {
    ...(await withFilesRead(requirements)),
    ...(prompt && requirements.prompt === undefined ? { prompt } : {}),
  };
  return { input: input as RequirementsInput, ...(profile ? { profile } : {}) };
}

const FLAG_OF_INPUT = {
  firstFrame: 'first-frame',
  lastFrame: 'last-frame',
  references: 'reference',
  sourceVideo: 'source-video',
} as const;

/** A sentence may name picture files; in a request they are data: URLs. */
async function withFilesRead(requirements: RequirementsInput): Promise<Record<string, unknown>> {
  const { firstFrame, lastFrame } = requirements;
  return {
    ...requirements,
    ...(typeof firstFrame === 'string' ? { firstFrame: await asImage(firstFrame) } : {}),
    ...(typeof lastFrame === 'string' ? { lastFrame: await asImage(lastFrame) } : {}),
  };
}

async function readRequirementsFile({ flags, terminal }: CommandContext): Promise<Record<string, unknown>> {
  const path = flags.text('requirements');
  if (path === undefined) return {};
  const text = path === '-' ? await terminal.readInput() : readText(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The requirements in ${path === '-' ? 'standard input' : path} are not JSON: ${detail}.`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new UsageError(`The requirements in ${path} must be one JSON object, for example {"durationSeconds": 5}.`);
  }
  return json as Record<string, unknown>;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(
      `The requirements file ${path} cannot be read (${code}). Check the path, or use - for standard input.`,
    );
  }
}

async function fromFlags(flags: FlagValues, said: Record<string, unknown>): Promise<Record<string, unknown>> {
  const text = (name: string, field: string) => (flags.isOn(name) ? { [field]: flags.text(name) } : {});
  const sourceVideo = {
    ...(typeof said.sourceVideo === 'object' ? said.sourceVideo : {}),
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
    ...accessLists(flags, said),
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
  const value = Number(seconds.replace(/\s*s$/i, ''));
  if (!Number.isFinite(value)) throw new UsageError(`--source-duration ${seconds} is not a number of seconds.`);
  return { durationSeconds: value };
}

function audio(flags: FlagValues): Record<string, unknown> {
  const given = ['audio', 'no-audio', 'any-audio'].filter((name) => flags.isOn(name));
  if (given.length > 1) throw new UsageError(`--${given[0]} and --${given[1]} contradict each other. Give one.`);
  if (given.length === 0) return {};
  return { audio: given[0] === 'any-audio' ? 'any' : given[0] === 'audio' };
}

/** `--exclude google` is a provider, `--exclude google/veo-3.1` a model. */
function accessLists(flags: FlagValues, said: Record<string, unknown>): Record<string, unknown> {
  const excluded = flags.list('exclude').flatMap((entry) => entry.split(','));
  const allowedProviders = flags.list('provider').flatMap((entry) => entry.split(','));
  const allowedModels = flags.list('only').flatMap((entry) => entry.split(','));
  const isModel = (entry: string) => entry.includes('/');
  const merge = (field: 'providers' | 'models', allow: readonly string[], deny: readonly string[]) => {
    if (allow.length + deny.length === 0) return {};
    const before = (said[field] ?? {}) as { allow?: readonly string[]; deny?: readonly string[] };
    return {
      [field]: { allow: allow.length > 0 ? allow : (before.allow ?? []), deny: [...(before.deny ?? []), ...deny] },
    };
  };
  return {
    ...merge(
      'providers',
      allowedProviders,
      excluded.filter((entry) => !isModel(entry)),
    ),
    ...merge('models', allowedModels, excluded.filter(isModel)),
  };
}

async function picture(flags: FlagValues, name: string, field: string): Promise<Record<string, unknown>> {
  const given = flags.text(name);
  return given === undefined ? {} : { [field]: await asImage(given) };
}

async function references(given: readonly string[]): Promise<Record<string, unknown>> {
  if (given.length === 0) return {};
  return { references: await Promise.all(given.map(asReference)) };
}

async function asReference(given: string): Promise<{ kind: string; url: string }> {
  const [, other] = /^([a-z]+):(?:https?|data):/i.exec(given) ?? [];
  if (other && !/^(?:image|audio|video)$/.test(other)) {
    throw new UsageError(
      `--reference ${given}: there is no kind "${other}". ${nearestHint(other, ['image', 'audio', 'video'])}Use image, audio or video.`,
    );
  }
  const [, kind, rest] = /^(image|audio|video):(?!\/\/)(.+)$/s.exec(given) ?? [];
  const where = rest ?? given;
  const guessed = kind ?? kindByName(where);
  if (guessed === 'image') return { kind: 'image', url: (await asImage(where)).url };
  return { kind: guessed, url: where };
}

function kindByName(where: string): 'image' | 'audio' | 'video' {
  const path = where.replace(/[?#].*$/s, '').toLowerCase();
  if (/\.(mp4|mov|webm|mkv|m4v)$/.test(path)) return 'video';
  return /\.(mp3|wav|m4a|aac|ogg|flac)$/.test(path) ? 'audio' : 'image';
}

/** A URL stays as it is; anything else is a file, which goes into the request as a data: URL. */
async function asImage(given: string): Promise<{ url: string; width?: number; height?: number }> {
  if (/^(https?|data):/i.test(given)) return { url: given };
  const { prepareImageInput } = await import('../inputs/prepare-image-input.ts');
  const { url, width, height } = await prepareImageInput(given);
  return { url, ...(width && height ? { width, height } : {}) };
}
