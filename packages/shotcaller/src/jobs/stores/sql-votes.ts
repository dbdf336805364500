import type { StoredVote, VoteRecords } from '../records/vote-records.ts';
import type { VoteRow } from './schema.ts';
import type { SqlContext } from './sql-context.ts';

/** Votes that count; older ones are left out. */
const mostVotes = 100_000;

export function sqlVotes({ reader, write }: SqlContext): VoteRecords {
  return {
    addVote: (vote) =>
      write('vote', async (transaction) => {
        const inserted = await transaction
          .insertInto('votes')
          .values(rowOfVote(vote))
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        return inserted.numInsertedOrUpdatedRows === 1n;
      }),

    async votes({ service }) {
      const rows = await reader
        .selectFrom('votes')
        .selectAll()
        .where('service', '=', service)
        .orderBy('voted_at', 'desc')
        .orderBy('id', 'desc')
        .limit(mostVotes)
        .execute();
      return rows.reverse().map(voteOfRow);
    },
  };
}

function rowOfVote(vote: StoredVote): VoteRow {
  return {
    id: vote.id,
    service: vote.service,
    owner: vote.owner,
    first_model: vote.models[0],
    second_model: vote.models[1],
    better: vote.better,
    task: vote.task,
    tag: vote.tag ?? null,
    voted_at: vote.votedAt,
    first_job: vote.jobIds?.[0] ?? null,
    second_job: vote.jobIds?.[1] ?? null,
  };
}

function voteOfRow(row: VoteRow): StoredVote {
  return {
    id: row.id,
    service: row.service,
    owner: row.owner,
    models: [row.first_model, row.second_model],
    better: row.better,
    task: row.task,
    ...(row.tag !== null && { tag: row.tag }),
    votedAt: row.voted_at,
    jobIds: row.first_job === null || row.second_job === null ? null : [row.first_job, row.second_job],
  };
}
