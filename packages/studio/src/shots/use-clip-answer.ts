import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useConnection } from '../api/connection.tsx';
import { type Answer, answerOf } from '../brief/answer.ts';
import { requirementsOf } from '../brief/choice.ts';
import { choiceOf } from '../brief/choice-link.ts';
import { readReference } from '../brief/picture.ts';
import { pictureShelf } from '../brief/picture-shelf.ts';

/** The clip of a shot as it is ordered, its pictures looked up; `null` without a link of it. */
export function useClipAnswer(query: string | undefined, now: string): Answer | null {
  const { ground } = useConnection();
  const version = useSyncExternalStore(pictureShelf.subscribe, pictureShelf.version);
  const choice = useMemo(() => (query === undefined ? null : choiceOf(query)), [query]);
  useEffect(() => {
    if (!choice) return;
    const { firstFrame, lastFrame, references } = requirementsOf(choice);
    for (const value of [firstFrame, lastFrame, ...[references].flat()]) {
      const reference = typeof value === 'string' ? readReference(value) : undefined;
      if (reference) pictureShelf.find(reference.id);
    }
  }, [choice]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture that was found changes what is ordered
  return useMemo(() => (choice ? answerOf(ground, choice, now) : null), [ground, choice, now, version]);
}
