/** When a budget renews, in the reader's time and in UTC: `2026-10-10 02:00 your time (00:00 UTC)`. Days of budgets are UTC days. */
export function renewalText(renewsAt: string, timeZone: string | undefined): string {
  const [utcDay = '', utcTime = ''] = renewsAt.slice(0, 16).split('T');
  const utc = `${utcDay} ${utcTime}`;
  const local = localTime(renewsAt, timeZone) ?? utc;
  if (local === utc) return `${utc} UTC`;
  return `${local} your time (${local.startsWith(utcDay) ? utcTime : utc} UTC)`;
}

/** `undefined`: the zone is not known here, or the time is none. */
function localTime(at: string, timeZone: string | undefined): string | undefined {
  if (timeZone === undefined) return undefined;
  try {
    // Sweden writes 2026-10-10 02:00.
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    return format.format(new Date(at));
  } catch {
    return undefined;
  }
}
