/** What undoes each version of the tables in SQLite, as far as an empty or a small ledger shows it. */
const undone: Readonly<Record<number, string>> = {
  12: `drop index archived_jobs_of_batch; alter table archived_jobs drop column batch;
    alter table archived_jobs drop column fingerprint; alter table archived_jobs drop column state;
    alter table archived_jobs drop column model; alter table archived_jobs drop column delivered;
    alter table archived_jobs drop column dollars; alter table archived_jobs drop column pico;`,
  11: 'alter table spend_lines drop column changes;',
  10: 'drop index attempts_by_target; alter table jobs drop column findings;',
  9: `drop table instances; drop table archived_jobs; drop table archived_lines; drop index jobs_owing_callback;
    drop index events_by_time; alter table jobs drop column let_go; alter table jobs drop column callback_owed;
    create index jobs_with_callback on jobs (service, id) where webhook_url is not null;`,
  8: 'drop index jobs_of_batch; alter table jobs drop column batch; drop table batches;',
  7: 'drop table readings;',
  6: 'drop table spend_lines;',
  5: 'drop table sealed_quotes;',
  4: 'drop table votes;',
  3: 'alter table attempts drop column bill_doubt; alter table totals drop column dollars;',
};

/** Statements that bring the tables of today back to a version, 2 to 11. */
export function backToVersion(version: number): string {
  const later = Object.keys(undone)
    .map(Number)
    .filter((one) => one > version)
    .sort((one, other) => other - one);
  return `${later.map((one) => undone[one]).join('\n')} delete from migrations where version > ${version};`;
}
