import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noPostgres } from '../../../../tests/needs.ts';
import { seededRandom } from '../../../core/test/fixtures/seeded-random.ts';
import { type Attempt, type AttemptState, isTerminal } from '../../src/jobs/job.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { reportOf } from '../../src/jobs/money/ledger-report.ts';
import { settlementOf } from '../../src/jobs/money/money-entry.ts';
import { picoFromUsd, usdFromPico } from '../../src/jobs/money/pico.ts';
import type { Transition } from '../../src/jobs/records/job-records.ts';
import type { SpendQuery } from '../../src/jobs/records/money-records.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { backToVersion } from './older-tables.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at, sampleAttempt, sampleJob, samplePrice } from './sample-job.ts';
import { twoLedgers } from './two-ledgers.ts';

/** Lines of the ledger are kept added up; here they are added up from the attempts and their entries, one by one. */

const dollar = 10n ** 12n;
const service = 'https://openrouter.ai';
const owners = ['', 'alice~1', 'bob~1'] as const;
const days = ['2026-11-21', '2026-11-22'] as const;
const models = ['google/veo-3.1-lite', 'alibaba/wan-3.0'] as const;
const states: readonly AttemptState[] = ['running', 'unknown', 'done', 'failed', 'expired', 'cancelled', 'refused'];

let postgres: PostgresServer | undefined;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shotcaller-lines-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each(['sqlite', 'postgres'] as const)('the lines of the ledger in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  const twoHandles = () => twoLedgers(folder, kind === 'postgres' ? postgres : undefined);

  test('are the sum of their attempts after any sequence of ends, bills and corrections, by two processes at once', async () => {
    const [one, other] = await twoHandles();
    const random = seededRandom(kind === 'sqlite' ? 7 : 8);
    const pickOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    const ids = Array.from({ length: 14 }, (_, index) => `job-${index}`);
    const ownerOf = new Map<string, string>();
    for (const id of ids) {
      const owner = pickOf(owners);
      ownerOf.set(id, owner);
      await open(one, id, owner, pickOf(models), pickOf(days), random);
    }
    for (let round = 0; round < 6; round += 1) {
      // Both handles at once, on different attempts: lines are shared by them.
      const half = ids.length / 2;
      const planned = ids.map((id) => [id, pickOf(states), BigInt(Math.floor(random() * 1e12)), random()] as const);
      const work = (ledger: Ledger, mine: typeof planned) =>
        Promise.all(mine.map(([id, state, bill, chance]) => change(ledger, id, state, bill, chance)));
      await Promise.all([work(one, planned.slice(0, half)), work(other, planned.slice(half))]);
      // Both have read lines before: what one remembers is what the other has changed since.
      for (const ledger of [one, other]) await expectSums(ledger, ids, ownerOf);
    }
    expect(await other.checkIntegrity()).toEqual([]);
  });
});

async function open(ledger: Ledger, id: string, owner: string, model: string, day: string, random: () => number) {
  const job = sampleJob({ id, owner, service });
  const price = samplePrice(random() < 0.2 ? null : '0.12');
  await ledger.openJob({
    job,
    dedupe: null,
    body: '{"model":"m"}',
    attempt: sampleAttempt({ id, jobId: id, service, model, price, createdAt: `${day}T08:00:00.000Z` }),
  });
}

/** One legal move: a reservation first, one settlement at most, corrections after it. */
async function change(ledger: Ledger, id: string, state: AttemptState, bill: bigint, chance: number): Promise<void> {
  const attempt = (await ledger.attempt(id))!;
  const entries = await ledger.money({ jobId: id });
  const base = {
    attemptId: id,
    version: attempt.version,
    at,
    by: 'me',
    event: { what: 'settled', detail: {} },
  } as const;
  const isReserved = entries.some(({ kind }) => kind === 'reserve');
  const isSettled = entries.some(({ kind }) => kind === 'settle');
  let move: Transition;
  if (!isReserved) {
    const money = [{ kind: 'reserve', pico: dollar / 2n } as const];
    move = { ...base, change: { state: 'submitting', budgetDay: attempt.createdAt.slice(0, 10) }, money };
  } else if (!isSettled && chance < 0.5) {
    const billKnown = chance > 0.15;
    move = { ...base, change: { state, billKnown }, money: settlementOf(dollar / 2n, billKnown ? bill : null) };
  } else if (isSettled && chance < 0.5) {
    move = { ...base, change: { billKnown: true }, corrects: true, money: settlementOf(dollar / 2n, bill) };
  } else {
    move = { ...base, change: { state } };
  }
  await ledger.apply(move as Transition);
}

async function expectSums(ledger: Ledger, ids: readonly string[], ownerOf: ReadonlyMap<string, string>) {
  const queries: readonly SpendQuery[] = [
    { service },
    ...owners.slice(1).map((owner) => ({ service, owner })),
    { service, since: days[1] },
    { service, owner: owners[1], until: days[0] },
  ];
  for (const query of queries) {
    expect(await ledger.ledgerLines(query)).toEqual(await addedUp(ledger, ids, ownerOf, query));
  }
  const lines = await ledger.ledgerLinesByOwner({ service });
  const linesOf = (name: string) => lines.flatMap(({ owner, ...line }) => (owner === name ? [line] : []));
  for (const owner of owners.slice(1)) expect(linesOf(owner)).toEqual(await ledger.ledgerLines({ service, owner }));
  const sums = await ledger.spendByOwner({ service });
  for (const { owner, ...sum } of sums) expect(sum).toEqual(reportOf(linesOf(owner)).total);
  expect(sums.map(({ owner }) => owner).sort()).toEqual([...new Set(lines.map(({ owner }) => owner))].sort());
}

async function addedUp(
  ledger: Ledger,
  ids: readonly string[],
  ownerOf: ReadonlyMap<string, string>,
  { owner, since = '', until = '9' }: SpendQuery,
) {
  const lines = new Map<string, Record<string, bigint | string>>();
  for (const id of ids) {
    if (owner !== undefined && ownerOf.get(id) !== owner) continue;
    const attempt = (await ledger.attempt(id))!;
    const day = attempt.budgetDay ?? attempt.createdAt.slice(0, 10);
    if (day < since || day > until) continue;
    const name = [day, attempt.model, attempt.state].join('\n');
    const line = lines.get(name) ?? { day, model: attempt.model, status: attempt.state };
    const add = (column: string, amount: bigint) => {
      line[column] = ((line[column] as bigint | undefined) ?? 0n) + amount;
    };
    const { quoted, billed, assumed, reserved } = await amountsOf(ledger, attempt);
    add('jobs', 1n);
    for (const [column, amount] of Object.entries({ quoted, billed, assumed, reserved })) add(column, amount);
    add('unknown', attempt.billKnown === false || attempt.state === 'unknown' ? 1n : 0n);
    lines.set(name, line);
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => ({
      day: line.day,
      model: line.model,
      status: line.status,
      jobs: Number(line.jobs),
      quotedUsd: usdFromPico(line.quoted as bigint),
      billedUsd: usdFromPico(line.billed as bigint),
      assumedUsd: usdFromPico(line.assumed as bigint),
      reservedUsd: usdFromPico(line.reserved as bigint),
      unknownBills: Number(line.unknown),
      disputedBills: 0,
    }));
}

async function amountsOf(ledger: Ledger, attempt: Attempt) {
  const entries = (await ledger.money({ jobId: attempt.jobId })).map(({ kind, usd, note }) => ({
    kind,
    pico: picoFromUsd(usd),
    isNoted: note !== undefined && note !== null,
  }));
  const sum = (of: (entry: (typeof entries)[number]) => boolean) =>
    entries.filter(of).reduce((total, { pico }) => total + pico, 0n);
  const quoted = attempt.price.expectedUsd === null ? 0n : picoFromUsd(attempt.price.expectedUsd);
  if (entries.some(({ kind }) => kind === 'correct')) {
    const all = sum(() => true);
    const { billKnown } = attempt;
    return {
      quoted,
      reserved: billKnown === null ? all : 0n,
      billed: billKnown === true ? all : 0n,
      assumed: billKnown === false ? all : 0n,
    };
  }
  return {
    quoted,
    reserved: sum(({ kind }) => kind === 'reserve' || kind === 'refund'),
    billed: sum(({ kind, isNoted }) => kind === 'settle' && !isNoted),
    assumed: sum(({ kind, isNoted }) => kind === 'settle' && isNoted),
  };
}

test('lines that are missing are made when an older ledger is opened, and wrong ones are found', async () => {
  const home = join(folder, 'older');
  const random = seededRandom(3);
  const ids = Array.from({ length: 6 }, (_, index) => `job-${index}`);
  const ledger = await openLedger({ home, now: at });
  for (const id of ids) await open(ledger, id, owners[1], models[0], days[0], random);
  for (const state of ['running', 'done', 'failed'] as const) {
    for (const id of ids) await change(ledger, id, state, dollar / 4n, random());
  }
  const lines = await ledger.ledgerLines({ service });
  expect(lines.some(({ status }) => isTerminal(status))).toBe(true);
  await ledger.close();
  const inFile = (statement: string) => {
    const file = new Database(join(home, 'ledger.sqlite'));
    file.exec(statement);
    file.close();
  };
  inFile(backToVersion(5));
  const opened = await openLedger({ home, now: at });
  expect(await opened.ledgerLines({ service })).toEqual(lines);
  expect(await opened.ledgerLines({ service, owner: owners[1] })).toEqual(lines);
  expect(await opened.checkIntegrity()).toEqual([]);
  await opened.close();
  inFile('update spend_lines set jobs = jobs + 1');
  const damaged = await openLedger({ home, now: at });
  expect((await damaged.checkIntegrity())[0]).toMatch(/^The line of .* is not the sum of its attempts\.$/);
  await damaged.close();
});

test('every state that ends an attempt is one that lines are kept for', () => {
  expect(states.filter(isTerminal).sort()).toEqual(['cancelled', 'done', 'expired', 'failed', 'refused']);
});
