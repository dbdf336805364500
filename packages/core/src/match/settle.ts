import type { VideoModel } from '../catalog/model.ts';
import type { Goalposts } from '../evidence/evidence.ts';
import { skuTable } from '../price/sku-table.ts';
import { classesWithin, isClassWithin, isRange, isSecondsWithin, secondsNearest } from '../requirements/range.ts';
import type { ClipRequirements, DurationRange, ImageInput, Requirements } from '../requirements/requirements.ts';
import { aspectRatioValue, shortSideOf } from '../requirements/size.ts';
import { canonicalAspectRatio, canonicalResolution } from '../requirements/words.ts';
import { breaksLimitOf } from './coupled.ts';

/** A field of the clip that requirements may leave open, or give as a range, and that is chosen here. */
export type SettledField = 'durationSeconds' | 'resolution' | 'aspectRatio' | 'audio';

const chosen = ['durationSeconds', 'resolution', 'aspectRatio', 'audio'] as const;
const none: readonly SettledField[] = [];

/**
 * The first of the clips that a model can make of requirements that leave something open, of which something is made. Best first: the target
 * of the goalposts (5 s, 720p, 16:9 or as the picture), and what comes nearest to it; of a range what lies within, and where the model
 * offers nothing there, what is nearest to the target. Classes of at least the target go before those below, whatever else that takes; then
 * the nearest length, of two the longer; then shape. What an open field would break (1080p is tied to 8 s on some models) comes last.
 * Nothing is left open that the catalogue has words for, except the shape of a picture that nobody knows.
 */
export function firstClip<Made>(
  model: VideoModel,
  requirements: Requirements,
  goalposts: Goalposts,
  make: (clip: ClipRequirements) => Made | undefined,
): Made | undefined {
  const open = openFields(model, requirements, goalposts);
  return open === nothingOpen && isOneClip(requirements)
    ? make(requirements)
    : firstOf(model, requirements, open, make);
}

/** The same of ranges alone: what is left open stays open. */
export function firstClipOfRanges<Made>(
  model: VideoModel,
  requirements: Requirements,
  goalposts: Goalposts,
  make: (clip: ClipRequirements) => Made | undefined,
): Made | undefined {
  const all = openFields(model, requirements, goalposts);
  const { durationSeconds, resolution } = requirements;
  const { resolution: classes, lesserResolution } = isRange(resolution) ? all : nothingOpen;
  const lengths = isRange(durationSeconds) ? all.durationSeconds : leftAlone;
  const open = { ...nothingOpen, durationSeconds: lengths, resolution: classes, lesserResolution };
  return firstOf(model, requirements, open, make);
}

function firstOf<Made>(
  model: VideoModel,
  requirements: Requirements,
  open: Choices,
  make: (clip: ClipRequirements) => Made | undefined,
): Made | undefined {
  const broken: ClipRequirements[] = [];
  for (const resolutions of [open.resolution, open.lesserResolution])
    for (const audio of open.audio)
      for (const resolution of resolutions)
        for (const durationSeconds of open.durationSeconds)
          for (const aspectRatio of open.aspectRatio) {
            const clip = withFields(requirements, durationSeconds, resolution, aspectRatio, audio);
            const isBroken = breaksLimitOf(model, clip, settledFields(requirements, clip));
            const made = isBroken ? void broken.push(clip) : make(clip);
            if (made) return made;
          }
  for (const clip of broken) {
    const made = make(clip);
    if (made) return made;
  }
  return undefined;
}

/** The fields that were open and are not any more. */
export function settledFields(requirements: Requirements, clip: ClipRequirements): readonly SettledField[] {
  return clip === requirements ? none : chosen.filter((field) => clip[field] !== requirements[field]);
}

type Choices = { readonly [Field in SettledField]: readonly ClipRequirements[Field][] } & {
  /** Classes below the target: where nothing of at least the target will do. */
  readonly lesserResolution: readonly ClipRequirements['resolution'][];
};

function openFields(model: VideoModel, requirements: Requirements, { constants }: Goalposts): Choices {
  const { task, size, durationSeconds, aspectRatio } = requirements;
  const makesClip = task === 'generate' || task === 'continue';
  const hasShape = size !== undefined;
  const classes = classesFor(model, requirements, constants.targetShortSide.value);
  const lengths =
    isRange(durationSeconds) || (makesClip && durationSeconds === undefined)
      ? lengthsOf(model, durationSeconds, constants.targetClipSeconds.value)
      : leftAlone;
  const ratios = makesClip && aspectRatio === undefined && !hasShape ? ratiosOf(model, requirements) : leftAlone;
  const sounds = makesClip && isSoundOpen(model, requirements) ? withSoundFirst : leftAlone;
  if ([classes, lengths, ratios, sounds].every((choices) => choices === leftAlone)) return nothingOpen;
  return {
    durationSeconds: lengths,
    ...splitAt(constants.targetShortSide.value, classes),
    aspectRatio: ratios,
    audio: sounds,
  };
}

const leftAlone: readonly undefined[] = [undefined];

const nothingOpen: Choices = {
  durationSeconds: leftAlone,
  resolution: leftAlone,
  lesserResolution: [],
  aspectRatio: leftAlone,
  audio: leftAlone,
};

/** As the model defaults, which is with sound, and then silent: what a limit may take, as it may take a lower class. */
const withSoundFirst: readonly (false | undefined)[] = [undefined, false];

/** Whether sound is not mentioned, and comes at a price that silence saves. */
function isSoundOpen(model: VideoModel, { audio }: Requirements): boolean {
  return audio === undefined && model.generateAudio === true && skuTable(model).pricesAudio;
}

/** Classes of at least the target, and those below; where there are none of the first, the others are all that there is. */
function splitAt(target: number, classes: Choices['resolution']): Pick<Choices, 'resolution' | 'lesserResolution'> {
  if (classes === leftAlone) return { resolution: leftAlone, lesserResolution: [] };
  const isLesser = (name: string | undefined) => name !== undefined && (shortSideOf(name) ?? target) < target;
  const enough = classes.filter((name) => !isLesser(name));
  const lesser = classes.filter(isLesser);
  return enough.length === 0
    ? { resolution: lesser, lesserResolution: [] }
    : { resolution: enough, lesserResolution: lesser };
}

function lengthsOf(
  { durationsSeconds }: VideoModel,
  wanted: DurationRange | undefined,
  target: number,
): Choices['durationSeconds'] {
  const lengths = (durationsSeconds ?? []).filter(
    (seconds) => Number.isInteger(seconds) && seconds > 0 && isSecondsWithin(seconds, wanted),
  );
  if (lengths.length === 0) return wanted ? [secondsNearest(target, wanted)] : leftAlone;
  return lengths.sort((one, other) => Math.abs(one - target) - Math.abs(other - target) || other - one);
}

function classesFor(
  model: VideoModel,
  { task, size, resolution }: Requirements,
  target: number,
): Choices['resolution'] {
  if (size !== undefined) return leftAlone;
  if (isRange(resolution)) {
    const offered = nearestFirst(
      (model.resolutions ?? []).filter((name) => isClassWithin(name, resolution)),
      target,
    );
    return offered.length > 0 ? offered : nearestFirst(classesWithin(resolution), target).slice(0, 1);
  }
  if (resolution !== undefined || task === 'edit' || task === 'upscale') return leftAlone;
  const offered = nearestFirst(model.resolutions ?? [], target);
  return offered.length === 0 ? leftAlone : offered;
}

/** Canonical classes, those of at least the target first, each the nearer first; what requirements have no word for is left out. */
function nearestFirst(names: readonly string[], target: number): readonly string[] {
  const order = (name: string) => {
    const side = shortSideOf(name)!;
    return side < target ? beyondAnySide - side : side;
  };
  const words = new Set(names.map(canonicalResolution).filter((name) => name !== undefined));
  return [...words].sort((one, other) => order(one) - order(other));
}

const beyondAnySide = 1e6;

/** A frame brings its own shape: it is stated where it is known and listed, and left to the model otherwise. */
function ratiosOf(model: VideoModel, { firstFrame, lastFrame }: Requirements): readonly (string | undefined)[] {
  const listed = (model.aspectRatios ?? []).filter(
    (label) => label !== 'adaptive' && canonicalAspectRatio(label) === label,
  );
  const picture = firstFrame ?? lastFrame;
  const wide = [...listed].sort((one, other) => distanceTo(16 / 9, one) - distanceTo(16 / 9, other));
  const own = picture && ratioOf(picture);
  const asPicture = own === undefined ? undefined : listed.find((label) => distanceTo(own, label) < 0.02);
  const first = picture ? (asPicture === undefined ? [undefined] : [asPicture, undefined]) : wide.slice(0, 1);
  // Only tokens are counted by the shape.
  const isPricedByShape = skuTable(model).clipGroups.some(({ unit }) => unit === 'video_token');
  const all = isPricedByShape ? [...first, ...wide.filter((label) => !first.includes(label))] : first;
  return all.length === 0 ? leftAlone : all;
}

function ratioOf({ width, height }: ImageInput): number | undefined {
  return width && height ? width / height : undefined;
}

function distanceTo(ratio: number, label: string): number {
  return Math.abs(Math.log(aspectRatioValue(label) / ratio));
}

function withFields(
  requirements: Requirements,
  durationSeconds: ClipRequirements['durationSeconds'],
  resolution: ClipRequirements['resolution'],
  aspectRatio: ClipRequirements['aspectRatio'],
  audio: ClipRequirements['audio'],
): ClipRequirements {
  const isAsAsked = (durationSeconds ?? resolution ?? aspectRatio ?? audio) === undefined;
  if (isAsAsked && isOneClip(requirements)) return requirements;
  // Of what was a range, one value is given.
  const clip: Writable<Requirements> = { ...requirements };
  if (durationSeconds !== undefined) clip.durationSeconds = durationSeconds;
  if (resolution !== undefined) clip.resolution = resolution;
  if (aspectRatio !== undefined) clip.aspectRatio = aspectRatio;
  if (audio !== undefined) clip.audio = audio;
  return clip as ClipRequirements;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Whether nothing is given as a range. */
function isOneClip(requirements: Requirements): requirements is ClipRequirements {
  return !isRange(requirements.durationSeconds) && !isRange(requirements.resolution);
}
