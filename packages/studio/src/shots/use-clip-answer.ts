import { useMemo } from 'react';
import { useGateway } from '../api/connection.tsx';
import { type Answer, answerOf } from '../brief/answer.ts';
import { choiceOf } from '../brief/choice-link.ts';
import { usePictures } from '../brief/use-pictures.ts';

/** The clip of a shot as it is ordered, its pictures looked up; `null` without a link of it. */
export function useClipAnswer(query: string | undefined, now: string): Answer | null {
  const { ground } = useGateway();
  const choices = useMemo(() => (query === undefined ? [] : [choiceOf(query)]), [query]);
  const version = usePictures(choices);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture that was found changes what is ordered
  return useMemo(() => (choices[0] ? answerOf(ground, choices[0], now) : null), [ground, choices, now, version]);
}
