import { counted, dollars, isRange, rangeText, secondsText } from '@shotcaller/core';
import { type Field, requirementsOf } from '../brief/choice.ts';
import { addressIn, type Picture, readReference } from '../brief/picture.ts';
import { referencesIn } from '../brief/resolve-inputs.ts';
import { shortened, visible } from '../controls/visible-text.ts';
import { chipWords } from '../words.ts';
import type { ClipParts } from './clip-fields.tsx';

export type ChipName = 'length' | 'shape' | 'resolution' | 'sound' | 'frames' | 'references' | 'limits' | 'more';

/** A setting in a few words. */
export interface Chip {
  readonly name: ChipName;
  /** What it opens. */
  readonly fields: readonly string[];
  readonly label: string;
  readonly value: string;
  /** The picture of this machine that stands for it; `null`: none does. */
  readonly picture: Omit<Picture, 'dataUrl'> | null;
  /** Somebody has said something: the sentence, a press, or a link. */
  readonly isSet: boolean;
  /** Something in it is wrong or missing. */
  readonly wants: boolean;
}

const fieldsOf: Readonly<Record<ChipName, readonly Field[]>> = {
  length: ['durationSeconds'],
  shape: ['aspectRatio'],
  resolution: ['resolution'],
  sound: ['audio'],
  frames: ['firstFrame', 'lastFrame'],
  references: ['references'],
  limits: ['maxUsd', 'maxSeconds', 'minQuality'],
  more: ['seed', 'size', 'providers', 'passthrough'],
};

/** Whether a chip opens this field, and says what is wrong with it. */
export function hasChip(field: string): boolean {
  return Object.values(fieldsOf).some((fields: readonly string[]) => fields.includes(field));
}

/** All settings, in the order in which people think of them. */
export function chipsOf({ choice, answer }: Pick<ClipParts, 'choice' | 'answer'>): readonly Chip[] {
  const given = requirementsOf(choice);
  const { durationSeconds, aspectRatio, resolution, audio, maxUsd, maxSeconds, minQuality, seed, size, providers } =
    answer.selection.requirements;
  const values: Readonly<Record<ChipName, readonly (string | undefined)[]>> = {
    length: [
      isRange(durationSeconds)
        ? `${rangeText(durationSeconds)} s`
        : durationSeconds === undefined
          ? undefined
          : `${durationSeconds} s`,
    ],
    shape: [aspectRatio],
    resolution: [isRange(resolution) ? rangeText(resolution) : resolution],
    sound: [audio === undefined ? undefined : chipWords.sound[String(audio) as 'true' | 'false' | 'any']],
    frames: [frameText(chipWords.first, given.firstFrame), frameText(chipWords.last, given.lastFrame)],
    references: [referencesIn(given).length > 0 ? counted(referencesIn(given).length, 'reference') : undefined],
    limits: [
      maxUsd === undefined ? undefined : chipWords.upTo(dollars(maxUsd)),
      maxSeconds === undefined ? undefined : chipWords.within(secondsText(maxSeconds)),
      minQuality === undefined ? undefined : chipWords.quality(minQuality),
    ],
    more: [
      seed === undefined ? undefined : chipWords.seed(seed),
      size === undefined ? undefined : visible(size),
      ...providers.allow.map((name) => chipWords.only(visible(name))),
      ...providers.deny.map((name) => chipWords.never(visible(name))),
      typeof given.passthrough === 'string' ? visible(given.passthrough) : undefined,
    ],
  };
  return (Object.keys(values) as ChipName[]).map((name) => {
    const said = values[name].filter((text) => text !== undefined && text !== '');
    const slots: readonly string[] = fieldsOf[name];
    const isMissing = answer.missing.some(({ slot }) => slots.includes(slot));
    return {
      name,
      fields: slots,
      label: chipWords.labels[name],
      value: said.length > 0 ? said.join(', ') : isMissing ? chipWords.missing : chipWords.open[name],
      picture: name === 'frames' ? (pictureIn(given.firstFrame) ?? pictureIn(given.lastFrame) ?? null) : null,
      isSet: said.length > 0,
      wants: isMissing || answer.problems.some(({ field }) => slots.includes(field)),
    };
  });
}

function pictureIn(value: unknown): Chip['picture'] | undefined {
  return typeof value === 'string' ? readReference(value) : undefined;
}

function frameText(which: string, value: unknown): string | undefined {
  const address = addressIn(value);
  if (typeof address !== 'string' || address === '') return undefined;
  const name = readReference(address)?.name ?? address.split(/[/\\]/).at(-1) ?? address;
  return `${which}: ${visible(shortened(name, 24))}`;
}
