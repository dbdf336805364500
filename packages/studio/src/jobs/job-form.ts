import type { RequirementsInput } from '@shotcaller/core';
import type { Job } from '../api/wire.ts';
import { type Choice, choiceForClip } from '../brief/choice.ts';
import { choiceOf } from '../brief/choice-link.ts';
import { addressIn } from '../brief/picture.ts';
import type { Shot } from '../shots/shot.ts';

/** Settings of an order that are no description of the clip. */
const notOfTheClip: readonly string[] = ['maxUsd', 'maxSeconds', 'minQuality'];

/**
 * The form that a job was ordered with: as it was filled in where this browser ordered it, else from what the ledger tells. A picture
 * that was sent as data is not there any more, and is asked for again.
 */
export function formOfJob({ key, requirements, clip }: Job, shots: readonly Shot[]): Choice {
  const shot = shots.find(({ takes }) => takes.some((take) => take.key === key));
  if (shot) return choiceOf(shot.query);
  const asked = (requirements ?? clip) as Readonly<Record<string, unknown>>;
  return choiceForClip(
    Object.fromEntries(Object.entries(statedFields(asked)).filter(([field]) => !notOfTheClip.includes(field))),
  );
}

/** Requirements as they are answered, without what they leave open: the fields of a form. */
export function statedFields(asked: Readonly<Record<string, unknown>>): RequirementsInput {
  const fields = Object.entries(asked).flatMap(([field, value]): readonly (readonly [string, unknown])[] => {
    if (value === null || value === undefined || field === 'hasPicture') return [];
    if (field === 'firstFrame' || field === 'lastFrame') return [[field, addressOf(value)]];
    if (field === 'references') {
      const kept = [value].flat().filter((entry) => !isData(entry));
      return kept.length === 0 ? [] : [[field, kept]];
    }
    if (typeof value === 'object' && isEmpty(value)) return [];
    if (field === 'task' && value === 'generate') return [];
    return [[field, value]];
  });
  return Object.fromEntries(fields) as RequirementsInput;
}

function addressOf(value: unknown): unknown {
  if (isData(value)) return 'the picture of this job';
  return addressIn(value);
}

function isData(value: unknown): boolean {
  const url = addressIn(value);
  return typeof url === 'string' && url.startsWith('data:');
}

function isEmpty(value: object): boolean {
  return Object.values(value).every((inner) => Array.isArray(inner) && inner.length === 0);
}
