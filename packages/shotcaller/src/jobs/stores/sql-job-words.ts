import { type RawBuilder, sql } from 'kysely';
import type { Ledger } from '../ledger.ts';

/** What a job was asked for. PostgreSQL refuses to read JSON with characters that it cannot hold; then the text of all of it is looked at. */
const prompts: Readonly<Record<Ledger['kind'], RawBuilder<string>>> = {
  sqlite: sql<string>`json_extract(jobs.brief, '$.requirements.prompt')`,
  postgres: sql<string>`case when jobs.brief ~ '\\\\u(0000|[dD][89a-fA-F])' then jobs.brief
    else jobs.brief::jsonb #>> '{requirements,prompt}' end`,
};

/** Whether a job has a word in its prompt, id, key or model. Reads every job that it is asked of, so it belongs behind all other conditions. */
export function hasWord(kind: Ledger['kind'], word: string): RawBuilder<boolean> {
  const like = (text: RawBuilder<unknown>) =>
    sql`(${sql.join(
      spellings(word).map((spelling) => sql`${text} like ${`%${escaped(spelling)}%`} escape '!'`),
      sql` or `,
    )})`;
  return sql<boolean>`(${like(prompts[kind])} or ${like(sql.ref('jobs.id'))} or ${like(sql.ref('jobs.client_key'))}
    or exists (select 1 from attempts where attempts.job_id = jobs.id and ${like(sql.ref('attempts.model'))}))`;
}

/** Databases agree on the case of no letter but those of English, and PostgreSQL on none. */
function spellings(word: string): readonly string[] {
  const lower = word.toLowerCase();
  return [...new Set([word, lower, word.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)])];
}

function escaped(text: string): string {
  return text.replace(/[!%_]/g, (sign) => `!${sign}`);
}
