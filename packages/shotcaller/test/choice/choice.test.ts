import { bundledCatalog, bundledEvidence, readBrief } from '@shotcaller/core';
import { expect, test } from 'vitest';
import { createChoice } from '../../src/choice/choice.ts';
import { type EndedAttempt, type OwnEvidence, readOwnEvidence } from '../../src/choice/own-evidence.ts';
import { samplePrice } from '../jobs/sample-job.ts';

const nothing: OwnEvidence = { runs: [], outcomes: [], priceCorrections: [], votes: [] };

/** A choice by a clock that stands still until it is moved, over a ledger of so many ended attempts. */
function choiceOver({ attempts }: { readonly attempts: number }) {
  let nowMs = Date.parse('2026-11-22T10:00:00.000Z');
  const reads = { catalog: 0, own: 0 };
  let isBroken = false;
  const choice = createChoice({
    evidence: bundledEvidence,
    now: () => nowMs,
    async catalog() {
      reads.catalog += 1;
      return bundledCatalog;
    },
    async ownEvidence() {
      reads.own += 1;
      if (isBroken) throw new Error('the ledger is away');
      return { own: nothing, attempts };
    },
  });
  return {
    choice,
    reads,
    later: (durationMs: number) => {
      nowMs += durationMs;
    },
    breakLedger: (broken: boolean) => {
      isBroken = broken;
    },
  };
}

const doneAttempt: EndedAttempt = {
  id: 'shot-1/1',
  model: 'bytedance/seedance-2.0-mini',
  state: 'done',
  reason: null,
  price: samplePrice('0.40'),
  clip: { task: 'generate', durationSeconds: 5, resolution: '720p' },
  file: null,
  createdAt: '2026-11-22T09:00:00.000Z',
  submittedAt: '2026-11-22T09:00:01.000Z',
  lastPendingAt: '2026-11-22T09:00:40.000Z',
  completedAt: '2026-11-22T09:00:41.000Z',
  endedAt: null,
  billedUsd: '0.30',
  billKnown: true,
};

const brief = readBrief({ fields: { prompt: 'a mug', durationSeconds: 5 } });

test('whoever asks within a moment goes by the same catalogue and the same evidence, read once for all', async () => {
  const { choice, reads } = choiceOver({ attempts: 10 });
  await Promise.all([choice.select(brief), choice.quotes(brief), choice.plan(brief), choice.ground()]);
  expect(reads).toEqual({ catalog: 1, own: 1 });
  const [one, other] = [await choice.ground(), await choice.ground()];
  expect(one.evidence).toBe(other.evidence);
  expect(reads).toEqual({ catalog: 1, own: 1 });
});

// [attempts in the ledger, until then it is believed]
test.each([
  [300, 1000],
  [301, 30_000],
])('the evidence of a ledger of %i attempts is read again after %i ms', async (attempts, believedMs) => {
  const { choice, reads, later } = choiceOver({ attempts });
  await choice.ground();
  later(believedMs - 1);
  await choice.ground();
  expect(reads.own).toBe(1);
  later(1);
  await choice.ground();
  expect(reads).toEqual({ catalog: believedMs === 30_000 ? 2 : 1, own: 2 });
});

test('a job that ended here is counted in by the next who asks; in a long ledger one more makes no difference', async () => {
  const short = choiceOver({ attempts: 300 });
  await short.choice.ground();
  short.choice.noteNews();
  await short.choice.ground();
  expect(short.reads).toEqual({ catalog: 1, own: 2 });
  const long = choiceOver({ attempts: 301 });
  await long.choice.ground();
  long.choice.noteNews();
  await long.choice.ground();
  expect(long.reads).toEqual({ catalog: 1, own: 1 });
});

test('an attempt that ended here is counted in without reading the others again, once, however often it is told, in the order of the ledger', async () => {
  const ended = (id: string, minute: number, billedUsd: string | null): EndedAttempt => ({
    ...doneAttempt,
    id,
    createdAt: `2026-11-22T09:${minute}:00.000Z`,
    submittedAt: `2026-11-22T09:${minute}:01.000Z`,
    lastPendingAt: `2026-11-22T09:${minute}:40.000Z`,
    completedAt: `2026-11-22T09:${minute}:41.000Z`,
    billedUsd,
    billKnown: billedUsd !== null,
  });
  const [first, second, third] = [ended('1', 10, '0.30'), ended('2', 20, '0.30'), ended('3', 30, '0.30')];
  let inLedger = [second, first];
  let reads = 0;
  const source = {
    endedAttempts: async () => inLedger,
    votes: async () => [],
  };
  const asked = { service: 'https://openrouter.ai', nowMs: Date.parse('2026-11-22T10:00:00.000Z'), billsTeachDays: 90 };
  const choice = createChoice({
    evidence: bundledEvidence,
    now: () => asked.nowMs,
    catalog: async () => bundledCatalog,
    ownEvidence: () => {
      reads += 1;
      return readOwnEvidence(source, asked);
    },
  });
  // Told while the ledger is being read, and before: nothing of it is lost.
  const opening = choice.ground();
  choice.noteEnded({ ...third, billedUsd: null, billKnown: null });
  await opening;
  choice.noteEnded(third);
  choice.noteEnded(third);
  const { evidence } = await choice.ground();
  expect(reads).toBe(1);
  inLedger = [third, second, first];
  const { own } = await readOwnEvidence(source, asked);
  expect(evidence).toMatchObject(own);
  expect(evidence.runs).toHaveLength(3);
  expect(evidence.priceCorrections).toMatchObject([{ n: 3 }]);
});

test('an attempt that ends while the ledger cannot be read breaks nothing', async () => {
  const { choice, breakLedger, reads } = choiceOver({ attempts: 2 });
  breakLedger(true);
  const asked = choice.ground();
  choice.noteEnded(doneAttempt);
  await expect(asked).rejects.toThrow('the ledger is away');
  breakLedger(false);
  await choice.ground();
  expect(reads.own).toBe(2);
});

test('what could not be read is asked for again', async () => {
  const { choice, reads, breakLedger } = choiceOver({ attempts: 0 });
  breakLedger(true);
  await expect(choice.plan(brief)).rejects.toThrow('the ledger is away');
  breakLedger(false);
  expect((await choice.plan(brief)).kind).toBe('plan');
  expect(reads).toEqual({ catalog: 1, own: 2 });
});

test('between the plans of a long list everybody else is answered', async () => {
  const { choice } = choiceOver({ attempts: 0 });
  const brief = readBrief({ fields: { prompt: 'a mug', durationSeconds: 5, resolution: '720p' } });
  await choice.plan(brief);
  let answeredElsewhere = 0;
  let next = setImmediate(function answer() {
    answeredElsewhere += 1;
    next = setImmediate(answer);
  });
  for (let shot = 0; shot < 20; shot += 1) await choice.plan(brief);
  clearImmediate(next);
  expect(answeredElsewhere).toBeGreaterThanOrEqual(20);
});
