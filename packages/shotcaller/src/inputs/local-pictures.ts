import { isRecord, type RequirementsInput } from '@shotcaller/core';
import { pictureInput } from './picture-input.ts';

/**
 * Requirements as the library takes them: a picture may be the path of a file of this machine, which goes into the request as a data: URL.
 * URLs and other values stay as they are. Throws `ImageInputError` for a file that cannot be sent.
 */
export async function withLocalPictures(requirements: RequirementsInput): Promise<RequirementsInput> {
  // What is no object is for whoever reads it to refuse.
  if (!isRecord(requirements)) return requirements;
  const { firstFrame, lastFrame, references } = requirements;
  return {
    ...requirements,
    ...(typeof firstFrame === 'string' && { firstFrame: await localPicture(firstFrame) }),
    ...(typeof lastFrame === 'string' && { lastFrame: await localPicture(lastFrame) }),
    ...(Array.isArray(references) && { references: await Promise.all(references.map(localReference)) }),
  };
}

async function localPicture(given: string) {
  return isUrl(given) ? given : pictureInput(given);
}

async function localReference<Reference>(reference: Reference) {
  return typeof reference === 'string' && !isUrl(reference) && isPicture(reference)
    ? { kind: 'image' as const, url: (await pictureInput(reference)).url }
    : reference;
}

/** Another scheme than http is for the schema to refuse, not a file's name. */
const isUrl = (given: string) => given.trim() === '' || /^[a-z][a-z0-9+.-]{1,}:/i.test(given);
const isPicture = (path: string) => /\.(?:png|jpe?g|webp|gif|avif)$/i.test(path);
