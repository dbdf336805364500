import { useCallback, useEffect, useRef, useState } from 'react';
import { keepIn, tabStore } from '../api/browser-store.ts';
import { routeOf } from '../app/route.ts';
import type { Choice, SheetTab } from './choice.ts';
import { choiceOf, queryOf } from './choice-link.ts';

const remembered = 'shotcaller-choice';
const ahead = 'shotcaller-choice-ahead';
/** Browsers refuse more than about a hundred changes of the address in ten seconds, and a slider makes sixty a second. */
const settleMs = 200;
/** Addresses of about a second. */
const mostLately = 5;

export type ChangeChoice = (change: (choice: Choice) => Choice) => void;

/** The choice under way, and how it changes. */
export interface ChoiceUnderWay {
  readonly choice: Choice;
  readonly change: ChangeChoice;
  /** Opens a model in a sheet, as a step of its own in the history: Back closes it. */
  readonly openSheet: (model: string, tab?: SheetTab) => void;
  readonly closeSheet: () => void;
}

/** The choice under way. The address holds all of it, so that a reload, a bookmark or a sent link shows the same page. */
export function useChoice(): ChoiceUnderWay {
  const [choice, setChoice] = useState<Choice>(initialChoice);
  const written = useRef<string | null>(null);
  const current = useRef(choice);
  current.current = choice;

  /** A step back out of a sheet was asked for and is not done yet: the address is that of the sheet still, and nothing is written to it. */
  const isStepping = useRef(false);
  const afterStep = useRef<(() => void) | null>(null);
  const writtenAtMs = useRef(0);
  /** What this page had for its address, the last ones: a reload may begin from one that was just replaced. */
  const lately = useRef<readonly string[]>([routeOf(location.hash).query]);
  useEffect(() => {
    // The first change of many is written at once: a reload right after it finds it.
    const waitMs = Math.max(0, writtenAtMs.current + settleMs - Date.now());
    const timer = setTimeout(() => {
      if (isStepping.current) return;
      writtenAtMs.current = Date.now();
      const query = queryOf(choice);
      remember(query);
      if (routeOf(location.hash).page !== 'create') return;
      written.current = query;
      if (routeOf(location.hash).query !== query) history.replaceState(history.state, '', `#/create?${query}`);
      lately.current = [...lately.current, query].slice(-mostLately);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [choice]);

  useEffect(() => {
    // What was not yet written when the page goes is found again by the page that takes its place.
    const onHide = () => {
      const route = routeOf(location.hash);
      if (route.page !== 'create') return;
      keepUnwritten({ written: [...lately.current, route.query], query: queryOf(current.current) });
    };
    addEventListener('pagehide', onHide);
    return () => removeEventListener('pagehide', onHide);
  }, []);

  useEffect(() => {
    const onHash = () => {
      const route = routeOf(location.hash);
      if (isStepping.current) {
        isStepping.current = false;
        written.current = route.query;
        // What was changed in the sheet is written here, now that the address is that of the page.
        setChoice((before) => ({ ...before }));
        afterStep.current?.();
        afterStep.current = null;
        return;
      }
      if (route.page !== 'create' || route.query === '' || route.query === written.current) return;
      // A quick Back and Forward comes to what was written last before this one is.
      written.current = route.query;
      const next = choiceOf(route.query);
      // A step back out of a sheet closes it; what was changed in it stays.
      const isOutOfSheet = current.current.model !== null && next.model === null;
      setChoice(isOutOfSheet ? { ...current.current, model: null, tab: 'why' } : next);
    };
    // A step through the history is told first as the one, then as the other; between them the address is already the other page's.
    addEventListener('popstate', onHash);
    addEventListener('hashchange', onHash);
    return () => {
      removeEventListener('popstate', onHash);
      removeEventListener('hashchange', onHash);
    };
  }, []);

  const openSheet = useCallback((model: string, tab: SheetTab = 'why'): void => {
    if (isStepping.current) {
      afterStep.current = () => openSheet(model, tab);
      return;
    }
    const next = { ...current.current, model, tab };
    if (current.current.model === null) {
      const query = queryOf(next);
      written.current = query;
      history.replaceState(history.state, '', `#/create?${queryOf(current.current)}`);
      history.pushState({ isSheet: true }, '', `#/create?${query}`);
    }
    setChoice(next);
  }, []);
  const closeSheet = useCallback(() => {
    if (isStepping.current) {
      afterStep.current = null;
      return;
    }
    setChoice((before) => ({ ...before, model: null, tab: 'why' }));
    // Opened by a link, the sheet has no step of its own.
    if (!(history.state as { isSheet?: boolean } | null)?.isSheet) return;
    isStepping.current = true;
    history.back();
  }, []);
  const change = useCallback<ChangeChoice>((how) => setChoice(how), []);
  return { choice, change, openSheet, closeSheet };
}

/** The address of the choice as it was left, for the way back from another page. */
export function choiceHash(choice: Choice): string {
  return `#/create?${queryOf(choice)}`;
}

/** A choice that was ahead of its address. */
interface Unwritten {
  /** The addresses that a reload may have begun from. */
  readonly written: readonly string[];
  readonly query: string;
}

function keepUnwritten(unwritten: Unwritten): void {
  // Where it is not kept the address is at most a moment behind.
  keepIn(tabStore, ahead, JSON.stringify(unwritten));
}

/** For the next page only: later the address has more to say. */
function takeUnwritten(): Unwritten | undefined {
  const text = tabStore.getItem(ahead);
  tabStore.removeItem(ahead);
  return text === null ? undefined : (JSON.parse(text) as Unwritten);
}

function remember(query: string): void {
  // A prompt that fills the store is still in the address.
  keepIn(tabStore, remembered, query);
}

function initialChoice(): Choice {
  const route = routeOf(location.hash);
  const unwritten = takeUnwritten();
  if (route.page === 'create' && unwritten?.written.includes(route.query)) return choiceOf(unwritten.query);
  if (route.page === 'create' && route.query !== '') return choiceOf(route.query);
  return choiceOf(tabStore.getItem(remembered) ?? '');
}
