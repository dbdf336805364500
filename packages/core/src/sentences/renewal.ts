/** A moment (ISO 8601) in the reader's time, as `2026-10-10 02:00`; `undefined`: not known. */
export type LocalTime = (at: string) => string | undefined;

/** When a budget renews, in the reader's time and in UTC: `2026-10-10 02:00 your time (00:00 UTC)`. Days of budgets are UTC days. */
export function renewalText(renewsAt: string, localTime: LocalTime = () => undefined): string {
  const [utcDay = '', utcTime = ''] = renewsAt.slice(0, 16).split('T');
  const utc = `${utcDay} ${utcTime}`;
  const local = localTime(renewsAt) ?? utc;
  if (local === utc) return `${utc} UTC`;
  return `${local} your time (${local.startsWith(utcDay) ? utcTime : utc} UTC)`;
}
