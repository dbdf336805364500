import { type RefObject, useEffect, useRef } from 'react';

/** Puts the focus on an element when it appears, and never again. */
export function useFocusAtFirst<Focusable extends HTMLElement>(): RefObject<Focusable | null> {
  const place = useRef<Focusable>(null);
  useEffect(() => place.current?.focus(), []);
  return place;
}
