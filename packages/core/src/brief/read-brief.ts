import { type Profile, type ProfileName, profileOf } from '../rank/profiles.ts';
import { isRecord } from '../requirements/field.ts';
import { parseRequirements } from '../requirements/parse.ts';
import type { RequirementsInput } from '../requirements/schema.ts';
import type { SentenceReading } from '../requirements/sentence.ts';
import type { Brief, Preferences } from './brief.ts';

/** Everything that a door was told, in the order in which it counts: a later entry goes before an earlier one. */
export interface BriefInput {
  /** What `parseSentence` read; names of local files replaced by URLs where the door can do that. */
  readonly reading?: Pick<SentenceReading, 'requirements' | 'prompt' | 'profile'> | undefined;
  /** Requirements from a file. */
  readonly file?: RequirementsInput | undefined;
  /** Requirements field by field: flags, form fields, the fields of a request. `null` takes a field back that was said before. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  readonly preferences?: Preferences | undefined;
  /** The configured profile, for when nobody names one. */
  readonly defaultProfile?: ProfileName | undefined;
  /** `auto` is the pick. */
  readonly model?: string | null | undefined;
  readonly allowedModels?: readonly string[] | null | undefined;
  readonly body?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * One brief from a sentence, a file and fields. Lists of models and providers add up what they deny; what they allow, and every
 * other field, is the last word's.
 *
 * @throws RequirementsError naming every field that cannot be read
 * @throws WeightsError when profile or weights make no sense
 */
export function readBrief(input: BriefInput): Brief {
  const { model = null, allowedModels = null, body = null } = input;
  return {
    requirements: parseRequirements(mergedRequirements(input)),
    preferences: mergedPreferences(input),
    model: model === 'auto' ? null : model,
    allowedModels,
    body,
  };
}

/** The requirements as merged, not yet parsed: for a page that shows what was understood beside what is wrong. */
export function mergedRequirements({ reading, file, fields }: BriefInput): RequirementsInput {
  const prompt = reading?.prompt === undefined ? {} : { prompt: reading.prompt };
  const merged: Record<string, unknown> = { ...prompt, ...reading?.requirements };
  for (const said of [file, fields]) {
    for (const [field, value] of Object.entries(said ?? {})) {
      if (value === undefined) continue;
      if (value === null) delete merged[field];
      else merged[field] = merge(field, merged[field], value);
    }
  }
  return merged as RequirementsInput;
}

/** The name of the weighing, as answers show it. */
export function profileNameOf({ preferences: { weights, profile } }: Pick<Brief, 'preferences'>): Profile['name'] {
  return profileOf(weights ?? profile ?? 'balanced').name;
}

function mergedPreferences({ reading, preferences = {}, defaultProfile }: BriefInput): Preferences {
  const { profile, weights, method, includeUnknown, pickBy, incumbent, tag } = preferences;
  const chosen = profile ?? reading?.profile ?? defaultProfile;
  profileOf(weights ?? chosen ?? 'balanced');
  return {
    ...(weights ? { weights } : chosen !== undefined && { profile: chosen }),
    ...(method !== undefined && { method }),
    ...(includeUnknown !== undefined && { includeUnknown }),
    ...(pickBy !== undefined && { pickBy }),
    ...(incumbent !== undefined && { incumbent }),
    ...(tag !== undefined && { tag }),
  };
}

interface Lists {
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
}

function merge(field: string, before: unknown, after: unknown): unknown {
  if (!isRecord(before) || !isRecord(after)) return after;
  if (field === 'sourceVideo') return { ...before, ...after };
  if (field !== 'models' && field !== 'providers') return after;
  // What is no list stays, for the parser to name.
  if (!hasLists(before)) return before;
  if (!hasLists(after)) return after;
  return {
    allow: after.allow && after.allow.length > 0 ? after.allow : (before.allow ?? []),
    deny: [...new Set([...(before.deny ?? []), ...(after.deny ?? [])])],
  };
}

function hasLists(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Lists {
  return [value.allow ?? [], value.deny ?? []].every(Array.isArray);
}
