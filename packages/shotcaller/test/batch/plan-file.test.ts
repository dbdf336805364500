import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BatchPlan } from '../../src/batch/plan/batch-plan.ts';
import { planText, readPlanFile } from '../../src/batch/plan/plan-file.ts';
import { testShotcaller } from '../../src/testing.ts';

let folder: string;
let plan: BatchPlan;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shotcaller-plans-'));
  const { shotcaller, close } = await testShotcaller();
  try {
    const list = await shotcaller.batch.readListText('id,prompt,takes\na,a mug,2\nb,a cup,1\n', 'csv', {
      name: 'film',
    });
    plan = await shotcaller.batch.plan(list);
  } finally {
    await close();
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(text: string): Promise<BatchPlan> {
  const path = join(folder, 'plan.json');
  await writeFile(path, text);
  return readPlanFile(path);
}

describe('a plan as a file', () => {
  test('is read as it was written', async () => {
    expect(await read(planText(plan))).toEqual(plan);
  });

  test.each([
    ['whose shot names a file elsewhere', (text: string) => text.replace('"shot": "a"', '"shot": "../../a"')],
    ['whose shot has another id than its key', (text: string) => text.replace('"shot": "a"', '"shot": "c"')],
    ['whose clip has another key', (text: string) => text.replace('"key": "batch:film/b/', '"key": "batch:film/new/')],
    ['of another name', (text: string) => text.replace('"name": "film"', '"name": "../film"')],
    ['with a take beyond all', (text: string) => text.replace('"take": 2', '"take": 1000000000')],
    ['with the same clip twice', (text: string) => text.replace('"take": 2', '"take": 1')],
    ['with an outcome of another kind', (text: string) => text.replace('"kind": "to_buy"', '"kind": "to_give"')],
    ['that counts other clips than it holds', (text: string) => text.replace('"toBuy": 3', '"toBuy": 1')],
    ['with a clip that is none', (text: string) => text.replace('"clips": [', '"clips": [null,')],
    ['without clips', (text: string) => text.replace('"clips"', '"shots"')],
    ['of another version', (text: string) => text.replace('"version": 1', '"version": 2')],
    ['cut in the middle', (text: string) => text.slice(0, text.length / 2)],
  ])('%s is not bought', async (_what, edit) => {
    const text = planText(plan);
    const edited = edit(text);
    expect(edited).not.toBe(text);
    await expect(read(edited)).rejects.toThrow(/is not a plan of shotcaller batch --plan.* Nothing was bought/);
  });

  test('that is not there, or is a folder, says so', async () => {
    await expect(readPlanFile(join(folder, 'gone.json'))).rejects.toThrow(
      /There is no file .*gone\.json\. Nothing was bought/,
    );
    await expect(readPlanFile(folder)).rejects.toThrow(/is a folder.*Nothing was bought/);
  });
});
