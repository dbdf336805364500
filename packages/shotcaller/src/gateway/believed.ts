import type { Clock } from '../clock.ts';

/** Reads what many may ask for at once, at most once within a moment; a reading under way is everybody's. */
export function believed<Reading>(
  clock: Pick<Clock, 'now'>,
  believedMs: number,
  readNow: () => Promise<Reading>,
): () => Promise<Reading> {
  let lately: { readonly reading: Promise<Reading>; readonly untilMs: number } | undefined;
  return () => {
    const nowMs = clock.now();
    if (!lately || nowMs >= lately.untilMs) lately = { reading: readNow(), untilMs: nowMs + believedMs };
    return lately.reading;
  };
}
