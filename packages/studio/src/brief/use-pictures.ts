import { useEffect, useSyncExternalStore } from 'react';
import { type Choice, requirementsOf } from './choice.ts';
import { readReference } from './picture.ts';
import { pictureShelf } from './picture-shelf.ts';
import { referencesIn } from './resolve-inputs.ts';

/** Looks for the pictures that these choices name, and answers with a number that grows when one is there. */
export function usePictures(choices: readonly Choice[]): number {
  useEffect(() => {
    for (const choice of choices) {
      const requirements = requirementsOf(choice);
      const { firstFrame, lastFrame } = requirements;
      for (const value of [firstFrame, lastFrame, ...referencesIn(requirements)]) {
        const reference = typeof value === 'string' ? readReference(value) : undefined;
        if (reference) void pictureShelf.find(reference.id);
      }
    }
  }, [choices]);
  return useSyncExternalStore(pictureShelf.subscribe, pictureShelf.version);
}
