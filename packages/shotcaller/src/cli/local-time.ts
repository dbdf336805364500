import type { LocalTime } from '@shotcaller/core';

/** Times of a zone such as `Europe/Paris`; `undefined` where the zone is not known here. */
export function localTimeIn(timeZone: string): LocalTime {
  return (at) => {
    try {
      // Sweden writes 2026-10-10 02:00.
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
      return format.format(new Date(at));
    } catch {
      return undefined;
    }
  };
}
