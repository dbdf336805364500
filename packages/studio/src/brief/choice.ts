import {
  mergedRequirements,
  type ProfileName,
  profiles,
  type Requirements,
  type RequirementsInput,
  type Weights,
} from '@shotcaller/core';
import { readingOf } from './reading.ts';

/** Everything that a link keeps: what the clip needs, what counts, and what is open on the page. */
export interface Choice {
  /** What the clip shows, as it was written. It is the prompt, word for word; settings are read from it, and nothing is taken out of it. */
  readonly sentence: string;
  /** Fields set by hand, over what the sentence says. `null`: left out by hand. */
  readonly edits: Edits;
  /** `null`: own weights. */
  readonly profile: ProfileName | null;
  readonly weights: Weights;
  /** The guide's method beside ours. */
  readonly compare: boolean;
  readonly includeUnknown: boolean;
  /** Models that are ticked for takes; `null`: those that the page proposes. */
  readonly ticked: readonly string[] | null;
  /** The reasons are open: chart, weights, table. */
  readonly why: boolean;
  /** The model whose sheet is open. */
  readonly model: string | null;
  readonly tab: SheetTab;
  /** The project that the shot goes into; `null`: none. */
  readonly project: string | null;
  /** The shot of the project that is being described, until it is shot; `null`: a new one. */
  readonly shot: string | null;
}

export type Field = keyof RequirementsInput;
export type Edits = { readonly [Name in Field]?: RequirementsInput[Name] | null };
export type SheetTab = 'why' | 'request' | 'run';

export const emptyChoice: Choice = {
  sentence: '',
  edits: {},
  profile: 'balanced',
  weights: profiles.balanced,
  compare: false,
  includeUnknown: false,
  ticked: null,
  why: false,
  model: null,
  tab: 'why',
  project: null,
  shot: null,
};

/** The prompt as written, what was read from it, and over both the fields set by hand. The last word on a field wins, whoever said it. */
export function requirementsOf({ sentence, edits }: Choice): RequirementsInput {
  const reading = readingOf(sentence);
  // The form shows what the sentence says in its fields, so what stands there when it is edited is the whole of the field.
  const unedited = Object.entries(reading.requirements).filter(([field]) => !(field in edits));
  return mergedRequirements({
    reading: {
      requirements: Object.fromEntries(unedited),
      ...(sentence.trim() === '' ? {} : { prompt: sentence }),
    },
    fields: edits,
  });
}

/**
 * The choice for a clip that was described elsewhere, such as that of a job: its prompt is not read for settings, since all of them are
 * given.
 */
export function choiceForClip(clip: RequirementsInput, from: Choice = emptyChoice): Choice {
  const { prompt, ...fields } = clip;
  const sentence = typeof prompt === 'string' ? prompt : '';
  const { requirements, needed } = readingOf(sentence);
  const readOnly = [...Object.keys(requirements), ...needed].filter((field) => !(field in fields));
  return {
    ...from,
    sentence,
    edits: { ...Object.fromEntries(readOnly.map((field) => [field, null])), ...fields } as Edits,
  };
}

/** The settings that were read become fields of the form, and their words leave the prompt. */
export function withoutSettingWords(choice: Choice): Choice {
  const { prompt, requirements } = readingOf(choice.sentence);
  return { ...choice, sentence: prompt ?? '', edits: { ...requirements, ...choice.edits } as Edits };
}

/** A new sentence: what it newly says of a field goes before what was set by hand. */
export function withSentence(choice: Choice, sentence: string): Choice {
  const before = readingOf(choice.sentence);
  const after = readingOf(sentence);
  const edits = Object.fromEntries(
    Object.entries(choice.edits).filter(([field]) => {
      const said = valueIn(after, field as Field);
      return said === undefined || same(said, valueIn(before, field as Field));
    }),
  );
  const profileSaid = after.profile !== undefined && after.profile !== before.profile;
  return {
    ...choice,
    sentence,
    edits,
    ...(profileSaid ? { profile: after.profile!, weights: profiles[after.profile!] } : {}),
  };
}

/** One field set by hand; `null` or empty text leaves it out. */
export function withField(choice: Choice, field: Field, value: unknown): Choice {
  const wanted = value === '' || value === undefined ? null : value;
  const edits: Record<string, unknown> = { ...choice.edits };
  const said = valueIn(readingOf(choice.sentence), field) ?? null;
  if (same(said, wanted)) delete edits[field];
  else edits[field] = wanted;
  return { ...choice, edits: edits as Edits };
}

/** Applied changes: the fields named take the values that they have in `applied`, or are left out. */
export function withChanges(choice: Choice, fields: readonly string[], applied: Requirements): Choice {
  const shape = ['resolution', 'aspectRatio', 'size'];
  // A change of class or ratio takes an exact size with it, and the other way round.
  const touched = new Set([...fields, ...(fields.some((field) => shape.includes(field)) ? shape : [])]);
  let changed = choice;
  for (const field of touched) changed = withField(changed, field as Field, applied[field as keyof Requirements]);
  return changed;
}

/** A named profile. */
export function withProfile(choice: Choice, profile: ProfileName): Choice {
  return { ...choice, profile, weights: profiles[profile] };
}

/** One weight moved; the other two keep their proportion, so that the three stay shares of one. */
export function withWeight(choice: Choice, name: keyof Weights, value: number): Choice {
  const others = (['speed', 'cost', 'quality'] as const).filter((other) => other !== name);
  const rest = others.reduce((sum, other) => sum + choice.weights[other], 0);
  const weights = { ...choice.weights, [name]: value };
  for (const other of others) {
    weights[other] = round(rest === 0 ? (1 - value) / 2 : ((1 - value) * choice.weights[other]) / rest);
  }
  return { ...choice, profile: null, weights };
}

function valueIn(reading: ReturnType<typeof readingOf>, field: Field): unknown {
  return reading.requirements[field];
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
