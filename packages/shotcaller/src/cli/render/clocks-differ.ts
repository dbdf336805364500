/** Receivers of webhooks take time stamps that are up to five minutes off: a minute is worth a word before that. */
const worthAWordMs = 60_000;

/** What to say of a database's clock that is `aheadMs` milliseconds ahead of this machine's; `undefined`: they agree well enough. */
export function clocksDifferText(aheadMs: number): string | undefined {
  if (Math.abs(aheadMs) < worthAWordMs) return undefined;
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  const by = minutes === 1 ? 'a minute' : `${minutes.toLocaleString('en-US')} minutes`;
  return `The database's clock is ${by} ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's. Jobs go by the database's, so nothing is bought twice for it; if that is the one that is wrong, budget days begin and end as much too ${aheadMs > 0 ? 'early' : 'late'}. Set the clock that is wrong.`;
}
