import { type Catalog, findModel, kindOfReference, taskOf } from '@shotcaller/core';
import type { RunOptions } from '../shotcaller-interface.ts';
import type { SdkCallOptions, SdkFile, SdkWarning } from './sdk-types.ts';
import { readVideoOptions, type ShotcallerVideoOptions } from './video-options.ts';

/** One call of the AI SDK in the words of the library. */
export interface ReadCall {
  readonly requirements: Readonly<Record<string, unknown>>;
  readonly job: Omit<RunOptions, 'key' | 'plan' | 'model'>;
  /** Dedupe key of the first clip; `undefined`: the call brought none. */
  readonly key: string | undefined;
  readonly warnings: readonly SdkWarning[];
}

/** Headers that the SDK itself sends with every call. */
const ownHeaders: ReadonlySet<string> = new Set(['idempotency-key', 'user-agent']);

/**
 * Reads every option of a call: what has a meaning here is taken over, and a warning says what has none.
 *
 * @param model the id that was named; `null`: one is to be picked
 * @throws TypeError for an option of the wrong kind
 */
export function readCall(
  call: SdkCallOptions,
  { model, catalog, options }: { model: string | null; catalog: Catalog; options: ShotcallerVideoOptions },
): ReadCall {
  const { shotcaller: ofCall = {}, openrouter } = call.providerOptions;
  const { requirements: given, job } = readVideoOptions(options, ofCall);
  const found = model === null ? undefined : findModel(catalog, model);
  const task = given.task ?? (found && taskOf(found)) ?? 'generate';
  const warnings: SdkWarning[] = [];
  const unsupported = (feature: string, details: string) => warnings.push({ type: 'unsupported', feature, details });

  if (call.fps !== undefined) unsupported('fps', 'OpenRouter takes no frame rate: the model decides it.');
  if (openrouter !== undefined)
    unsupported(
      'providerOptions.openrouter',
      'Use providerOptions.shotcaller; its names are those of the requirements.',
    );
  const strangers = Object.entries(call.headers ?? {}).filter(
    ([name, value]) => value !== undefined && !ownHeaders.has(name.toLowerCase()),
  );
  if (strangers.length > 0)
    unsupported(
      `headers ${strangers.map(([name]) => name).join(', ')}`,
      'A job outlives the call, so its headers are those of createShotcaller({ headers }).',
    );
  const isTimed = task === 'generate' || task === 'continue';
  if (call.duration !== undefined && !isTimed)
    unsupported('duration', `${model ?? task} makes a clip as long as what it is given.`);
  if (call.n > 1 && call.seed !== undefined)
    warnings.push({
      type: 'other',
      message: `All ${call.n} videos are ordered with seed ${call.seed}, each for its own bill: they may come out alike.`,
    });

  const pictures = picturesOf(call, task, unsupported);
  return {
    requirements: {
      ...given,
      task,
      ...present({
        prompt: call.prompt,
        durationSeconds: isTimed ? call.duration : undefined,
        aspectRatio: call.aspectRatio,
        size: call.resolution,
        seed: call.seed,
        audio: call.generateAudio,
        ...pictures,
      }),
    },
    job,
    key: Object.entries(call.headers ?? {})
      .find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1]
      ?.trim(),
    warnings,
  };
}

/** Where the pictures and videos of a call go: the SDK has one place for a start image, by two names. */
function picturesOf(
  { image, frameImages = [], inputReferences = [] }: SdkCallOptions,
  task: unknown,
  unsupported: (feature: string, details: string) => void,
) {
  const frame = (type: string) => frameImages.find(({ frameType }) => frameType === type)?.image;
  for (const { frameType } of frameImages) {
    if (frameType !== 'first_frame' && frameType !== 'last_frame')
      unsupported(`frameImages ${frameType}`, 'Clips have a first frame and a last frame.');
  }
  const [first, last] = [frame('first_frame') ?? image, frame('last_frame')];
  const references = inputReferences.map((file) => ({ kind: kindOf(file), url: urlOf(file) }));
  const takesSource = task === 'edit' || task === 'upscale';
  const source = takesSource ? references.find(({ kind }) => kind === 'video') : undefined;
  const others = references.filter((reference) => reference !== source);
  return {
    firstFrame: first && urlOf(first),
    lastFrame: last && urlOf(last),
    sourceVideo: source && { url: source.url },
    references: others.length > 0 ? others : undefined,
  };
}

function kindOf(file: SdkFile): 'image' | 'audio' | 'video' {
  const [kind] = (file.mediaType ?? '').split('/');
  if (kind === 'image' || kind === 'audio' || kind === 'video') return kind;
  return file.type === 'url' ? kindOfReference(file.url) : 'image';
}

function urlOf(file: SdkFile): string {
  if (file.type === 'url') return file.url;
  const base64 = typeof file.data === 'string' ? file.data : Buffer.from(file.data).toString('base64');
  return `data:${file.mediaType};base64,${base64}`;
}

function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
