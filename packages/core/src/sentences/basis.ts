import type { Basis } from '../evidence/evidence.ts';

/** Days after which an age is worth a word, and after which it is worth a warning. */
const AGEING_DAYS = 30;
const STALE_DAYS = 90;

/** Where a number comes from, in words: `published LMArena 2026-08-17, 49,058 votes`; a prior says that there is no evidence. */
export function basisText({ level, source, asOf, ageDays, n, nUnit }: Basis): string {
  if (level === 'prior') return `prior: no evidence for this model (${source})`;
  const count = n === null ? '' : `, ${n.toLocaleString('en-US')} ${n === 1 ? nUnit.slice(0, -1) : nUnit}`;
  const age =
    ageDays === null || ageDays <= AGEING_DAYS
      ? ''
      : ageDays > STALE_DAYS
        ? `, ${ageDays} days old: stale`
        : `, ${ageDays} days old`;
  return `${level}: ${source}${asOf ? ` ${asOf}` : ''}${count}${age}`;
}
