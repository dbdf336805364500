import { sql } from 'kysely';
import { isoOf } from '../../iso-time.ts';
import type { OwedWebhook, WebhookRecords } from '../records/webhook-records.ts';
import type { WebhookRow } from './schema.ts';
import type { SqlContext } from './sql-context.ts';

export function sqlWebhooks({ reader, writeUnsynced }: SqlContext): WebhookRecords {
  return {
    oweWebhook: (webhook) =>
      writeUnsynced('webhook', async (transaction) => {
        const inserted = await transaction
          .insertInto('webhooks')
          .values(rowOfWebhook(webhook))
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        await transaction.updateTable('jobs').set({ callback_owed: 0 }).where('id', '=', webhook.jobId).execute();
        return inserted.numInsertedOrUpdatedRows === 1n;
      }),

    changeWebhook: (id, { state, tries, nextAtMs, lastError, lastAtMs }) =>
      writeUnsynced('webhook', async (transaction) => {
        const change = {
          ...(state !== undefined && { state }),
          ...(tries !== undefined && { tries }),
          ...(nextAtMs !== undefined && { next_at: isoOf(nextAtMs) }),
          ...(lastError !== undefined && { last_error: lastError }),
          ...(lastAtMs !== undefined && { last_at: isoOf(lastAtMs) }),
        };
        if (Object.keys(change).length === 0) return;
        await transaction
          .updateTable('webhooks')
          .set(change)
          .where(({ and }) => and({ id, state: 'waiting' }))
          .execute();
      }),

    claimWebhook: ({ id, nextAtMs, untilMs }) =>
      writeUnsynced('webhook', async (transaction) => {
        const claimed = await transaction
          .updateTable('webhooks')
          .set({ next_at: isoOf(untilMs) })
          .where(({ and }) => and({ id, state: 'waiting' }))
          .where('next_at', '=', isoOf(nextAtMs))
          .executeTakeFirst();
        return claimed.numUpdatedRows === 1n;
      }),

    async webhooks({ service, state, limit }) {
      const rows = await reader
        .selectFrom('webhooks')
        .selectAll()
        .where(({ and }) => and({ service, state }))
        .orderBy('next_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(webhookOfRow);
    },

    async countWebhooks({ service, state }) {
      const row = await reader
        .selectFrom('webhooks')
        .select(sql<number | string>`count(*)`.as('rows'))
        .where(({ and }) => and({ service, state }))
        .executeTakeFirst();
      return Number(row?.rows ?? 0);
    },

    async jobIdsOwedWebhook(service) {
      // As it stands in the index, which a parameter would not fit.
      const { rows } = await sql<{ id: string }>`select id from jobs
        where service = ${service} and callback_owed = 1 and concluded_at is not null
        order by concluded_at`.execute(reader);
      return rows.map(({ id }) => id);
    },
  };
}

function rowOfWebhook(webhook: OwedWebhook): WebhookRow {
  return {
    id: webhook.id,
    job_id: webhook.jobId,
    service: webhook.service,
    url: webhook.url,
    body: webhook.body,
    state: webhook.state,
    tries: webhook.tries,
    next_at: isoOf(webhook.nextAtMs),
    last_error: webhook.lastError,
    first_at: isoOf(webhook.firstAtMs),
    last_at: isoOf(webhook.lastAtMs),
  };
}

function webhookOfRow(row: WebhookRow): OwedWebhook {
  return {
    id: row.id,
    jobId: row.job_id,
    service: row.service,
    url: row.url,
    body: row.body,
    state: row.state,
    tries: row.tries,
    nextAtMs: Date.parse(row.next_at),
    lastError: row.last_error,
    firstAtMs: Date.parse(row.first_at),
    lastAtMs: Date.parse(row.last_at),
  };
}
