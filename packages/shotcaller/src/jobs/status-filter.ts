import { type AttemptState, terminalStates, unfinishedStates } from './job.ts';

/** Words for several states at once. */
export const stateGroups = {
  /** Jobs that can still change. */
  open: unfinishedStates,
  /** Jobs that cannot. */
  ended: terminalStates,
} as const satisfies Readonly<Record<string, readonly AttemptState[]>>;

export const stateNames: readonly AttemptState[] = [...unfinishedStates, ...terminalStates];

/** All that jobs can be listed by. */
export const statusWords: readonly string[] = [...Object.keys(stateGroups), ...stateNames];

export type StatusFilter =
  | { readonly states: readonly AttemptState[] }
  /** Neither a state nor a word for several. */
  | { readonly unknownWord: string };

/** The states that a text names: one word, or several separated by commas. */
export function readStatusFilter(text: string): StatusFilter {
  const states: AttemptState[] = [];
  for (const word of text.split(',').map((part) => part.trim())) {
    const named = Object.hasOwn(stateGroups, word)
      ? stateGroups[word as keyof typeof stateGroups]
      : stateNames.filter((state) => state === word);
    if (named.length === 0) return { unknownWord: word };
    states.push(...named);
  }
  return { states };
}
