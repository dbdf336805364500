import type { ClientKey } from '../../jobs/records/client-key-records.ts';
import { clean } from './clean.ts';

/** A client key of the gateway in a line: name, day, limits. */
export function clientKeyLine({
  name,
  createdAt,
  admin,
  budgetUsd,
  dailyUsd,
  models,
  submitsPerMinute,
}: ClientKey): string {
  const limits = [
    admin ? 'admin' : '',
    budgetUsd === undefined ? '' : `$${budgetUsd} in all`,
    dailyUsd === undefined ? '' : `$${dailyUsd} a day`,
    models === undefined ? '' : models.join(' '),
    submitsPerMinute === undefined ? '' : `${submitsPerMinute} submits a minute`,
  ].filter(Boolean);
  return clean(`${name}  ${createdAt.slice(0, 10)}  ${limits.join(', ') || 'no limits'}`);
}
