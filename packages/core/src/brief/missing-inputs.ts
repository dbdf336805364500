import { isRecord } from '../requirements/field.ts';
import { kindOfReference } from '../requirements/media.ts';
import type { ReferenceInput } from '../requirements/requirements.ts';
import type { RequirementsInput } from '../requirements/schema.ts';
import type { NeededInput } from '../requirements/sentence.ts';

/**
 * What a sentence speaks of and nobody gives. A picture counts as given in whatever place it was given, since "this photo" does not say
 * which; so does a video.
 *
 * @param given requirements as merged from sentence, file and fields, not yet parsed
 */
export function missingInputs(needed: readonly NeededInput[], given: RequirementsInput): readonly NeededInput[] {
  const kinds = kindsOfReferences(given.references);
  const isHere: Readonly<Record<NeededInput, boolean>> = {
    firstFrame: has(given.firstFrame) || kinds.includes('image'),
    lastFrame: has(given.lastFrame),
    references: has(given.firstFrame) || kinds.length > 0,
    sourceVideo: has(given.sourceVideo),
    previousJobId: has(given.previousJobId),
    audioReference: kinds.includes('audio'),
    videoReference: kinds.includes('video') || has(given.sourceVideo) || has(given.previousJobId),
  };
  return needed.filter((input) => !isHere[input]);
}

function has(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function kindsOfReferences(references: unknown): readonly ReferenceInput['kind'][] {
  if (!has(references)) return [];
  return [references].flat().map((entry) => {
    const { kind, url } = isRecord(entry) ? entry : { url: entry };
    return kind === 'audio' || kind === 'video' || kind === 'image' ? kind : kindOfReference(String(url));
  });
}
