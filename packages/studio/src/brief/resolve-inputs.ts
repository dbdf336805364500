import type { ImageInput, RequirementsInput } from '@shotcaller/core';
import { readReference } from './picture.ts';
import { pictureShelf } from './picture-shelf.ts';

export type FrameSlot = 'firstFrame' | 'lastFrame';

/** A picture that is asked for and not here. */
export interface MissingPicture {
  readonly slot: FrameSlot | 'references';
  /** As the sentence or the link calls it; `null` when it was only spoken of. */
  readonly name: string | null;
}

/**
 * Puts the pictures' bytes in the place of their names. One that is missing gets a stand-in address, so that the choice is already the
 * right one; it cannot be run until the picture is here. One that is still looked for is not called missing.
 */
export function resolveInputs(
  input: RequirementsInput,
  needed: readonly string[],
): {
  readonly input: RequirementsInput;
  readonly missing: readonly MissingPicture[];
  /** A picture is still being read from this browser. */
  readonly isSeeking: boolean;
} {
  const missing: MissingPicture[] = [];
  let isSeeking = false;
  const resolved: Record<string, unknown> = { ...input };
  for (const slot of ['firstFrame', 'lastFrame'] as const) {
    const given = input[slot];
    if (typeof given === 'string') {
      const image = imageFor(given);
      if (image.isSought) isSeeking = true;
      if (image.missing !== undefined) missing.push({ slot, name: image.missing });
      resolved[slot] = image.value;
    } else if (!given && needed.includes(slot)) {
      missing.push({ slot, name: null });
      resolved[slot] = standIn('picture');
    }
  }
  const references = referencesIn(input);
  resolved.references = references.map((given) => {
    const { kind, url, ...others } = typeof given === 'string' ? { url: given } : given;
    const image = imageFor(url);
    if (image.isSought) isSeeking = true;
    const isNamed = readReference(url) !== undefined || image.missing !== undefined;
    // Sounds and videos have addresses only.
    if (!isNamed || (kind !== undefined && kind !== 'image')) return given;
    if (image.missing !== undefined) missing.push({ slot: 'references', name: image.missing });
    return { ...others, kind: 'image', url: typeof image.value === 'string' ? image.value : image.value.url };
  });
  if (references.length === 0) {
    if (needed.includes('references')) {
      missing.push({ slot: 'references', name: null });
      resolved.references = [standIn('picture')];
    } else delete resolved.references;
  }
  return { input: resolved as RequirementsInput, missing, isSeeking };
}

type Reference = Exclude<RequirementsInput['references'], string | null | undefined>[number];

/** The references of a clip, whichever way they were written. */
export function referencesIn({ references }: RequirementsInput): readonly Reference[] {
  return [references ?? []].flat() as readonly Reference[];
}

function imageFor(given: string): {
  readonly value: string | ImageInput;
  readonly missing?: string;
  readonly isSought?: true;
} {
  const reference = readReference(given);
  if (reference) {
    const { width, height, name } = reference;
    const picture = pictureShelf.get(reference.id);
    const url = picture?.dataUrl ?? standIn(name);
    const state = picture
      ? {}
      : pictureShelf.isSought(reference.id)
        ? ({ isSought: true } as const)
        : { missing: name };
    return { value: { url, width, height }, ...state };
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(given)) return { value: given };
  return { value: standIn(given), missing: given };
}

const standInOrigin = 'https://picture.invalid/';

function standIn(name: string): string {
  return standInOrigin + encodeURIComponent(name);
}
