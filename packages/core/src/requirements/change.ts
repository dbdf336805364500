import { parseRequirements } from './parse.ts';
import type { Requirements } from './requirements.ts';

/** One field with its new value; `null` leaves the field out. */
export interface RequirementsChange {
  readonly field: string;
  readonly to: unknown;
}

/**
 * The requirements with some fields changed, checked again. Class and ratio that stand in for an exact size go with it, and an
 * exact size goes with either of them.
 *
 * @throws RequirementsError when a new value cannot be required
 */
export function applyChanges(requirements: Requirements, changes: readonly RequirementsChange[]): Requirements {
  return parseRequirements(withChanges(requirements, changes));
}

/** The same unchecked: for changes that are known to be in the words of the requirements, as verdicts propose them. */
export function withChanges(requirements: Requirements, changes: readonly RequirementsChange[]): Requirements {
  const changed: Record<string, unknown> = { ...requirements };
  const isChanged = (name: keyof Requirements) => changes.some(({ field }) => field === name);
  if (requirements.size !== undefined && (isChanged('resolution') || isChanged('aspectRatio'))) delete changed.size;
  else if (isChanged('size')) {
    delete changed.resolution;
    delete changed.aspectRatio;
  }
  for (const { field, to } of changes) {
    if (to === null) delete changed[field];
    else changed[field] = to;
  }
  return changed as unknown as Requirements;
}
