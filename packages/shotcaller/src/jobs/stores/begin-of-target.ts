import { sql } from 'kysely';

/** PostgreSQL indexes no text as long as a path may be: its beginning leads near enough. */
export const beginCharacters = 400;

/** As the index has it. */
export const beginOfTarget = sql<string>`substr(target, 1, ${sql.lit(beginCharacters)})`;

/** The same of a path at hand. */
export function beginOfPath(path: string): string {
  return [...path].slice(0, beginCharacters).join('');
}
