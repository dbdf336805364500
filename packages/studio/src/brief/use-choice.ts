import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { routeOf } from '../app/route.ts';
import { type Choice, requirementsOf } from './choice.ts';
import { choiceOf, queryOf } from './choice-link.ts';
import { readReference } from './picture.ts';
import { pictureShelf } from './picture-shelf.ts';

const remembered = 'shotcaller-choice';
/** Browsers refuse more than about a hundred changes of the address in ten seconds, and a slider makes sixty a second. */
const settleMs = 200;

export type ChangeChoice = (change: (choice: Choice) => Choice) => void;

/** The choice under way. The address holds all of it, so that a reload, a bookmark or a sent link shows the same page. */
export function useChoice(): readonly [Choice, ChangeChoice] {
  const [choice, setChoice] = useState<Choice>(initialChoice);
  const written = useRef<string | null>(null);

  useEffect(() => {
    const timer = setTimeout(() => {
      const query = queryOf(choice);
      sessionStorage.setItem(remembered, query);
      if (routeOf(location.hash).page !== 'choose') return;
      written.current = query;
      if (routeOf(location.hash).query !== query) history.replaceState(null, '', `#/choose?${query}`);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [choice]);

  useEffect(() => {
    const onHash = () => {
      const route = routeOf(location.hash);
      if (route.page === 'choose' && route.query !== '' && route.query !== written.current) {
        setChoice(choiceOf(route.query));
      }
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);

  useEffect(() => {
    const { firstFrame, lastFrame } = requirementsOf(choice);
    for (const value of [firstFrame, lastFrame]) {
      const reference = typeof value === 'string' ? readReference(value) : undefined;
      if (reference) pictureShelf.find(reference.id);
    }
  }, [choice]);
  useSyncExternalStore(pictureShelf.subscribe, pictureShelf.version);

  return [choice, useCallback((change) => setChoice(change), [])];
}

/** The address of the choice as it was left, for the way back from another page. */
export function choiceHash(choice: Choice): string {
  return `#/choose?${queryOf(choice)}`;
}

function initialChoice(): Choice {
  const route = routeOf(location.hash);
  if (route.page === 'choose' && route.query !== '') return choiceOf(route.query);
  return choiceOf(sessionStorage.getItem(remembered) ?? '');
}
