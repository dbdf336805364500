import {
  type Preferences,
  problemText,
  RequirementsError,
  readBrief,
  type Selection,
  type SentenceReading,
  selectFor,
} from '@shotcaller/core';
import { type Choice, requirementsOf } from './choice.ts';
import type { PageGround } from './page-ground.ts';
import { type Proposal, proposalsOf } from './proposals.ts';
import { readingOf } from './reading.ts';
import { type MissingPicture, resolveInputs } from './resolve-inputs.ts';

/** What the page shows for a choice. */
export interface Answer {
  readonly reading: SentenceReading;
  readonly problems: readonly Problem[];
  readonly missing: readonly MissingPicture[];
  /** A picture is still being read from this browser: nothing can be ordered yet, and nothing is said to be missing. */
  readonly isSeeking: boolean;
  /** The selection, for the requirements without the fields that are wrong. */
  readonly selection: Selection;
  /** What evidence aged to, ISO 8601. */
  readonly now: string;
  /** The same by the guide's own method; `null` unless asked for. */
  readonly guide: Selection | null;
  /** Models to tick for takes; empty when none fits. */
  readonly proposals: readonly Proposal[];
}

/** Whether every picture that the clip names is here, so that it can be ordered. */
export function isComplete({ missing, isSeeking }: Pick<Answer, 'missing' | 'isSeeking'>): boolean {
  return missing.length === 0 && !isSeeking;
}

export interface Problem {
  /** A field of the requirements. */
  readonly field: string;
  /** As the page calls it. */
  readonly label: string;
  readonly text: string;
}

/** Fields as the page calls them; others are called as in the command and the library. */
const fieldNames: Readonly<Record<string, string>> = {
  prompt: 'Prompt',
  durationSeconds: 'Length',
  aspectRatio: 'Shape',
  resolution: 'Resolution',
  size: 'Exact size',
  audio: 'Sound',
  seed: 'Seed',
  firstFrame: 'First frame',
  lastFrame: 'Last frame',
  references: 'References',
  providers: 'Providers',
  maxUsd: 'At most',
  maxSeconds: 'Ready in',
  minQuality: 'Quality at least',
};

/** Reads and ranks a choice in this browser. */
export function answerOf(ground: PageGround, choice: Choice, now: string): Answer {
  const { rankBy, ...read } = rankedClip(ground, choice, now);
  const guide = choice.compare ? rankBy({ method: 'cookbook' }) : null;
  // Priorities that were stated are gone by: a wish for something cheap gets the pick of that wish, not the best value.
  const isPickFirst = choice.profile !== 'balanced';
  return { ...read, now, guide, proposals: proposalsOf(read.selection, (weights) => rankBy({ weights }), isPickFirst) };
}

/** The part of an answer that a shot of a list needs, and the same clip under other preferences. */
export function rankedClip(
  { allowedModels, ...ground }: PageGround,
  choice: Choice,
  now: string,
): Pick<Answer, 'reading' | 'problems' | 'missing' | 'isSeeking' | 'selection'> & {
  readonly rankBy: (preferences: Preferences) => Selection;
} {
  const reading = readingOf(choice.sentence);
  const { input, missing, isSeeking } = resolveInputs(
    requirementsOf(choice),
    reading.needed.filter(
      (input) => !Object.entries(choice.edits).some(([field, value]) => field === input && value === null),
    ),
  );
  const problems: Problem[] = [];
  const weighing: Preferences = {
    includeUnknown: choice.includeUnknown,
    ...(choice.profile === null ? { weights: choice.weights } : { profile: choice.profile }),
  };
  const attempt = (fields: Readonly<Record<string, unknown>>, preferences = weighing): Selection =>
    selectFor(readBrief({ fields, preferences, allowedModels }), { ...ground, now });
  let usable: Readonly<Record<string, unknown>> = { ...input };
  let selection: Selection | undefined;
  // Each round leaves out at least one field, so this ends.
  while (!selection) {
    try {
      selection = attempt(usable);
    } catch (error) {
      if (!(error instanceof RequirementsError)) throw error;
      const fields = error.problems.map(({ field }) => field.replace(/[.[].*$/s, ''));
      problems.push(
        ...error.problems.map((problem, at) => {
          const label = fieldNames[fields[at]!] ?? fields[at]!;
          return { field: fields[at]!, label, text: problemText({ ...problem, field: label }) };
        }),
      );
      const left = Object.entries(usable).filter(([field]) => !fields.includes(field));
      usable = left.length < Object.keys(usable).length ? Object.fromEntries(left) : {};
    }
  }
  const rankBy = ({ weights, ...preferences }: Preferences) =>
    attempt(usable, { ...(weights ? { includeUnknown: choice.includeUnknown, weights } : weighing), ...preferences });
  return { reading, problems, missing, isSeeking, selection, rankBy };
}
