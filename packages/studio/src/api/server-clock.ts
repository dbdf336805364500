/** What is to be added to this machine's clock to have the server's. Milliseconds. */
let aheadMs = 0;

/**
 * The server's time as far as it is known, in milliseconds since 1970: the browser's own clock may be hours off, and days, ages and limits are
 * those of the server. It goes on evenly while somebody sets the browser's clock.
 */
export function serverNowMs(): number {
  return ownNowMs() + aheadMs;
}

/** The same as ISO 8601. */
export function serverNow(): string {
  return new Date(serverNowMs()).toISOString();
}

/** What a request begins with, for `hearServerTime`. */
export function ownNowMs(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * Takes in the `Date` of an answer. It was written at some moment between question and answer, within the second that it names: what is
 * believed moves no further than that asks for.
 *
 * @param askedAtMs `ownNowMs()` before the question
 */
export function hearServerTime(date: string | null, askedAtMs: number): void {
  const secondMs = Date.parse(date ?? '');
  if (Number.isNaN(secondMs)) return;
  const least = secondMs - ownNowMs();
  const most = secondMs + 1000 - askedAtMs;
  aheadMs = Math.min(Math.max(aheadMs, least), most);
}
