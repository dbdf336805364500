import {
  type Catalog,
  parseSentence,
  problemText,
  type Requirements,
  RequirementsError,
  type Selection,
  type SelectOptions,
  type SentenceReading,
  select,
} from '@shotcaller/core';
import { type Choice, requirementsOf } from './choice.ts';
import { type MissingPicture, resolveInputs } from './resolve-inputs.ts';

/** What the page shows for a choice. */
export interface Answer {
  readonly reading: SentenceReading;
  readonly problems: readonly Problem[];
  readonly missing: readonly MissingPicture[];
  /** The selection, for the requirements without the fields that are wrong. */
  readonly selection: Selection;
  /** The same by the guide's own method; `null` unless asked for. */
  readonly guide: Selection | null;
}

export interface Problem {
  /** A field of the requirements. */
  readonly field: string;
  readonly text: string;
}

/** Reads and ranks a choice in this browser. */
export function answerOf(catalog: Catalog, choice: Choice, now: string): Answer {
  const reading = parseSentence(choice.sentence);
  const { input, missing } = resolveInputs(
    requirementsOf(choice),
    reading.needed.filter((field) => choice.edits[field] !== null),
  );
  const problems: Problem[] = [];
  const options: SelectOptions = {
    now,
    includeUnknown: choice.includeUnknown,
    ...(choice.profile === null ? { weights: choice.weights } : { profile: choice.profile }),
  };
  const attempt = (wanted: unknown): Selection => select(catalog, wanted as Requirements, options);
  let usable: Readonly<Record<string, unknown>> = { ...input };
  let selection: Selection | undefined;
  // Each round leaves out at least one field, so this ends.
  while (!selection) {
    try {
      selection = attempt(usable);
    } catch (error) {
      if (!(error instanceof RequirementsError)) throw error;
      const fields = error.problems.map(({ field }) => field.replace(/[.[].*$/s, ''));
      problems.push(...error.problems.map((problem, at) => ({ field: fields[at]!, text: problemText(problem) })));
      const left = Object.entries(usable).filter(([field]) => !fields.includes(field));
      usable = left.length < Object.keys(usable).length ? Object.fromEntries(left) : {};
    }
  }
  const guide = choice.compare ? select(catalog, usable, { ...options, method: 'cookbook' }) : null;
  return { reading, problems, missing, selection, guide };
}
