import { bundledCatalog } from '@shotcaller/core';
import { expect, test } from 'vitest';
import {
  countsOf,
  labelledSentences,
  recordAnswers,
  recordingFetch,
  replayingFetch,
  tableOf,
} from '../../../../scripts/llm-sentences.mjs';
import { openMemoryLedger } from '../../src/jobs/stores/open.ts';
import { createShotcaller } from '../../src/shotcaller.ts';
import { simulate } from '../jobs/simulated.ts';

/** The way of the figures, walked with the simulator's stand-in: its answers say nothing of a real model and are kept nowhere. */

const model = 'google/gemini-2.5-flash-lite';
const sentences = labelledSentences()['other languages'];

test('answers are recorded once a sentence and replayed without a network, to the same figures', async () => {
  await using home = await simulate();
  const answers = new Map<string, { status: number; body: string }>();
  const recording = home.open({
    fetch: recordingFetch((input, init) => home.simulator.fetch(input, init), answers),
  });
  await recordAnswers(sentences, { shotcaller: recording, answers, model });
  expect(answers.size).toBe(sentences.length);
  const live = await countsOf(sentences, { shotcaller: recording, llm: model });

  const replaying = createShotcaller({
    ledger: await openMemoryLedger(),
    apiKey: 'sk-or-v1-replayed',
    catalog: async () => bundledCatalog,
    fetch: replayingFetch(answers),
  });
  const replayed = await countsOf(sentences, { shotcaller: replaying, llm: model });
  await replaying.close();
  expect(replayed).toEqual(live);
  expect(replayed).toMatchObject({ sentences: sentences.length, altered: 0, failed: 0 });
  const { right, read, said } = replayed.counts.durationSeconds!;
  expect(right).toBeLessThanOrEqual(Math.min(read, said));
  expect(right).toBeGreaterThan(10);

  const byRules = await countsOf(sentences, { shotcaller: recording, llm: false });
  expect(byRules.samePick).toBeLessThanOrEqual(replayed.samePick);
  expect(
    tableOf('Others', [
      { reader: 'rules', ...byRules },
      { reader: model, ...replayed },
    ]),
  ).toMatch(/^Others: \d+ sentences\n {16} +rules .*\ndurationSeconds +\S+ +\d\.\d\d +\d\.\d\d +\d\.\d\d\n/);
});

test('what was not recorded, or failed, counts as read by the rules, and is told', async () => {
  const replaying = createShotcaller({
    ledger: await openMemoryLedger(),
    apiKey: 'sk-or-v1-replayed',
    catalog: async () => bundledCatalog,
    fetch: replayingFetch(new Map()),
  });
  const counts = await countsOf(sentences.slice(0, 3), { shotcaller: replaying, llm: model });
  await replaying.close();
  expect(counts.failed).toBe(3);
  expect(tableOf('Others', [{ reader: model, ...counts }])).toContain(`${model} failed at 3, which the rules read`);
});

test('the labelled sentences of other languages are a dozen languages and more', () => {
  expect(sentences.length).toBeGreaterThanOrEqual(25);
  expect(labelledSentences().English.length).toBeGreaterThan(380);
});
