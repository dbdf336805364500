import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { needsFfmpeg } from '../../../../tests/needs.ts';
import type { BatchRun } from '../../src/batch/batches.ts';
import type { BatchProgress } from '../../src/batch/run/batch-state.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { type Simulated, simulate } from '../jobs/simulated.ts';

const folders: string[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function outFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-batch-'));
  folders.push(folder);
  return folder;
}

const rows = (count: number, more = '') =>
  `id,prompt,duration,resolution,audio,model${more === '' ? '' : ',fallback'}\n${Array.from({ length: count }, (_, index) => `shot-${index + 1},a mug number ${index + 1},4,480p,no,bytedance/seedance-2.0-fast${more}`).join('\n')}\n`;

async function runList(
  { open }: Simulated,
  csv: string,
  options: { outFolder: string; maxUsd?: string; failFast?: boolean; signal?: AbortSignal; concurrency?: number },
): Promise<BatchRun> {
  const shotcaller = open();
  const list = await shotcaller.batch.readListText(csv, 'csv', { name: 'film' });
  return shotcaller.batch.run(await shotcaller.batch.plan(list, { maxUsd: options.maxUsd }), options);
}

const statesOf = ({ clips }: BatchRun) =>
  clips.map(({ shot, take, state }) => `${shot}${take > 1 ? `/${take}` : ''} ${state}`);
const submitsOf = ({ requests }: Simulated) => requests.filter((request) => request.startsWith('POST')).length;

describe('a batch', () => {
  test('becomes a file a shot, a manifest and a contact sheet, for one bill each', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const run = await runList(simulated, rows(5), { outFolder: folder });
    expect(statesOf(run)).toEqual([1, 2, 3, 4, 5].map((number) => `shot-${number} done`));
    expect((await readdir(folder)).sort()).toEqual([
      'contact-sheet.html',
      'manifest.csv',
      'manifest.json',
      ...[1, 2, 3, 4, 5].map((number) => `shot-${number}.mp4`),
    ]);
    expect(simulated.simulator.bills.length).toBe(5);
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest.clips[0]).toMatchObject({
      shot: 'shot-1',
      state: 'done',
      width: expect.any(Number),
      problem: null,
    });
    const page = await readFile(join(folder, 'contact-sheet.html'), 'utf8');
    expect(page).toContain('preload="metadata"');
    expect(page).toContain('src="shot-3.mp4#t=0.5"');
    expect(run.joinLine).toMatch(/^ffmpeg -i shot-1\.mp4 -i shot-2\.mp4 .*concat=n=5:v=1:a=0/);
  });

  test('run again buys only what is missing: what is new, edited, or failed without a bill', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const first = await runList(simulated, rows(3), { outFolder: folder });
    expect(submitsOf(simulated)).toBe(3);
    const { price, requestSha256, sha256, billedUsd } = first.manifest.clips[0]!;
    const orderedFirst = { price, requestSha256, sha256, billedUsd };
    expect(Object.values(orderedFirst)).not.toContain(null);
    const again = await runList(simulated, rows(4), { outFolder: folder });
    expect(statesOf(again)).toEqual([1, 2, 3, 4].map((number) => `shot-${number} done`));
    expect(again.clips.map(({ earlier }) => earlier)).toEqual([true, true, true, false]);
    // What was ordered once is told of again.
    expect(again.manifest.clips[0]).toMatchObject(orderedFirst);
    expect(submitsOf(simulated)).toBe(4);
    const edited = await runList(simulated, rows(4).replace('a mug number 2', 'a cup'), { outFolder: folder });
    expect(edited.clips.map(({ earlier }) => earlier)).toEqual([true, false, true, true]);
    expect(submitsOf(simulated)).toBe(5);
    // What was paid for stays.
    expect((await readdir(folder)).filter((name) => name.startsWith('shot-2'))).toEqual(['shot-2-2.mp4', 'shot-2.mp4']);
  });

  test.each([
    ['\n', '\r\n'],
    ['\r\n', '\n'],
  ])('buys nothing when every line break of the list is written otherwise: %j, then %j', async (first, then) => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const list = rows(2).replace('a mug number 1', '"a mug,\nnumber 1"');
    await runList(simulated, list.replaceAll('\n', first), { outFolder: folder });
    const again = await runList(simulated, list.replaceAll('\n', then), { outFolder: folder });
    expect(statesOf(again)).toEqual(['shot-1 done', 'shot-2 done']);
    expect([submitsOf(simulated), simulated.simulator.bills.length]).toEqual([2, 2]);
  });

  test('buys nothing again for a prompt that was bought without the blanks around it', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const header = 'id,prompt,duration,resolution,audio,continues,model\n';
    const listed = (prompt: string) =>
      `${header}a,"${prompt}",4,480p,no,,bytedance/seedance-2.0-fast\nb,on,4,480p,no,a,bytedance/seedance-2.0-fast\n`;
    await runList(simulated, listed('a mug\non a table'), { outFolder: folder });
    const bought = submitsOf(simulated);
    for (const prompt of [' a mug\non a table\n', '\r\na mug\r\non a table ']) {
      const again = await runList(simulated, listed(prompt), { outFolder: folder });
      expect(again.clips.every(({ earlier }) => earlier)).toBe(true);
    }
    expect(submitsOf(simulated)).toBe(bought);
  });

  test('says in its plan which shots were bought under other ids: renamed, renumbered, or taken again', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const bought = await runList(simulated, rows(3), { outFolder: folder });
    const jobOf = (shot: string) => bought.clips.find((clip) => clip.shot === shot)?.job?.id;
    const { batch } = simulated.open();
    const boughtAs = async (csv: string, name = 'film') => {
      const plan = await batch.plan(await batch.readListText(csv, 'csv', { name }));
      return plan.clips.flatMap(({ shot, outcome }) =>
        outcome.kind === 'to_buy' ? [[shot, outcome.boughtAs ?? null] as const] : [],
      );
    };
    expect(await boughtAs(rows(3).replace('shot-2,', 'closeup,'))).toEqual([
      ['closeup', { shot: 'shot-2', jobId: jobOf('shot-2') }],
    ]);
    // One more at the start, and all that follow are numbered anew.
    const renumbered = rows(3).replaceAll(/shot-(\d)/g, (_, number) => `shot-${Number(number) + 1}`);
    expect(
      await boughtAs(renumbered.replace('shot-2,', 'shot-1,a ship,4,480p,no,bytedance/seedance-2.0-fast\nshot-2,')),
    ).toEqual([
      ['shot-1', null],
      ...[2, 3, 4].map((number) => [
        `shot-${number}`,
        { shot: `shot-${number - 1}`, jobId: jobOf(`shot-${number - 1}`) },
      ]),
    ]);
    // Two shots of the same text are two, an edited one is new, and another batch is another one.
    const twice = rows(4).replace('a mug number 4', 'a mug number 1');
    expect(await boughtAs(twice)).toEqual([['shot-4', null]]);
    expect(await boughtAs(rows(3).replace('a mug number 3', 'a cup'))).toEqual([['shot-3', null]]);
    expect(await boughtAs(rows(1).replace('shot-1', 'shot-x'), 'other')).toEqual([['shot-x', null]]);
  });

  test.each(['clips', 'clips/film', '/proc/film'])('buys nothing for a folder that cannot be: %s', async (name) => {
    await using simulated = await simulate();
    const parent = await outFolder();
    await writeFile(join(parent, 'clips'), '');
    const run = runList(simulated, rows(2), { outFolder: name.startsWith('/') ? name : join(parent, name) });
    await expect(run).rejects.toThrow(/no clip can be saved there. Nothing was bought/);
    expect(simulated.simulator.jobs).toHaveLength(0);
  });

  test('does not name a clip that failed without a bill as bought under another id', async () => {
    await using simulated = await simulate({ scenario: 'job-failed' });
    await runList(simulated, rows(1), { outFolder: await outFolder() });
    const { batch } = simulated.open();
    const list = await batch.readListText(rows(1).replace('shot-1', 'opening'), 'csv', { name: 'film' });
    const [clip] = (await batch.plan(list)).clips;
    expect(clip?.outcome).toMatchObject({ kind: 'to_buy' });
    expect(clip?.outcome).not.toHaveProperty('boughtAs');
  });

  test('buys a shot again that failed without a bill, and one failure stops no other', async () => {
    await using simulated = await simulate({ scenario: 'job-failed@0.5' });
    const folder = await outFolder();
    const first = await runList(simulated, rows(6), { outFolder: folder });
    const failed = first.clips.filter(({ state }) => state === 'failed').length;
    expect(failed).toBeGreaterThan(0);
    expect(failed).toBeLessThan(6);
    const before = submitsOf(simulated);
    simulated.simulator.setScenario('');
    const second = await runList(simulated, rows(6), { outFolder: folder });
    expect(second.clips.every(({ state }) => state === 'done')).toBe(true);
    expect(submitsOf(simulated) - before).toBe(failed);
  });

  test('copies a clip that was bought for another folder, and buys nothing', async () => {
    await using simulated = await simulate();
    await runList(simulated, rows(2), { outFolder: await outFolder() });
    const folder = await outFolder();
    const run = await runList(simulated, rows(2), { outFolder: folder });
    expect(submitsOf(simulated)).toBe(2);
    expect(run.clips.map(({ file }) => file?.path)).toEqual([join(folder, 'shot-1.mp4'), join(folder, 'shot-2.mp4')]);
  });

  test('takes a file in another folder for a clip only when its bytes are the clip’s, and copies beside it once', async () => {
    await using simulated = await simulate();
    const first = await runList(simulated, rows(2), { outFolder: await outFolder() });
    const folder = await outFolder();
    const { bytes, path } = first.clips[0]!.file!;
    await writeFile(join(folder, 'shot-1.mp4'), Buffer.alloc(bytes, 7));
    for (let times = 0; times < 2; times += 1) {
      const run = await runList(simulated, rows(2), { outFolder: folder });
      expect(run.clips.map(({ file }) => file?.path)).toEqual([
        join(folder, 'shot-1-2.mp4'),
        join(folder, 'shot-2.mp4'),
      ]);
    }
    expect((await readFile(join(folder, 'shot-1-2.mp4'))).equals(await readFile(path))).toBe(true);
    expect((await readFile(join(folder, 'shot-1.mp4'))).equals(Buffer.alloc(bytes, 7))).toBe(true);
    expect((await readdir(folder)).filter((name) => name.endsWith('.mp4')).length).toBe(3);
  });

  test('says of a clip whose file is gone that it is paid for and how it is fetched, and passes no file off as it', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const first = await runList(simulated, rows(2), { outFolder: folder });
    const path = join(folder, 'shot-1.mp4');
    await rm(path);
    const again = await runList(simulated, rows(2), { outFolder: folder });
    expect(again.clips[0]).toMatchObject({ state: 'done', file: null, whyNot: { code: 'file_gone', path } });
    expect(again.manifest.clips[0]).toMatchObject({ file: null, problem: expect.stringContaining(`--output ${path}`) });
    expect(again.clips[1]).toMatchObject({ state: 'done', whyNot: null });
    expect(again.billedUsd).toBe(first.billedUsd);
    await simulated.open().resume([first.clips[0]!.job!.id!], { output: path });
    const fetched = await runList(simulated, rows(2), { outFolder: folder });
    expect(fetched.clips.map(({ file, whyNot }) => [file?.path, whyNot])).toEqual([
      [path, null],
      [join(folder, 'shot-2.mp4'), null],
    ]);
    expect(submitsOf(simulated)).toBe(2);
  });

  test('sets nothing aside any more for a shot that ended before it was ordered', needsFfmpeg, async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const header = 'id,prompt,duration,resolution,audio,continues,model\n';
    const model = 'google/veo-3.1-lite';
    const bought = `a,a lake,4,720p,no,,${model}\n`;
    const first = await runList(simulated, `${header}${bought}`, { outFolder: folder });
    await rm(join(folder, 'a.mp4'));
    const more = `${header}${bought}b,goes on,4,720p,no,a,${model}\nc,a boat,4,720p,no,,${model}\n`;
    // Room for one further clip.
    const maxUsd = String(Number(first.committedUsd) * 2.1);
    const run = await runList(simulated, more, { outFolder: folder, maxUsd, concurrency: 1 });
    expect(statesOf(run)).toEqual(['a done', 'b not_bought', 'c done']);
    expect(run.clips[1]?.whyNot).toMatchObject({ code: 'error' });
    const spent = simulated.simulator.bills.reduce((sum, { usd }) => sum + Number(usd), 0);
    expect(Number(run.committedUsd)).toBeCloseTo(spent, 9);
  });

  test('never exceeds its budget, and says which shots it did not buy', async () => {
    await using simulated = await simulate();
    const shotcaller = simulated.open();
    const list = await shotcaller.batch.readListText(rows(10), 'csv', { name: 'film' });
    const plan = await shotcaller.batch.plan(list);
    const maxUsd = String(Number(plan.total.highUsd) * 0.55);
    const run = await shotcaller.batch.run(plan, { outFolder: await outFolder(), maxUsd });
    const spent = simulated.simulator.bills.reduce((sum, { usd }) => sum + Number(usd), 0);
    expect(spent).toBeLessThanOrEqual(Number(maxUsd));
    expect(spent).toBeGreaterThan(0);
    const left = run.clips.filter(({ state }) => state === 'not_bought');
    expect(left.length).toBeGreaterThan(0);
    expect(left.every(({ whyNot }) => whyNot?.code === 'over_batch_budget')).toBe(true);
  });

  test('waits out refusals for lack of room: none of them is a failure', async () => {
    await using simulated = await simulate({ scenario: 'submit-429@0.6:2,submit-429-upstream@0.3' });
    const run = await runList(simulated, rows(12), { outFolder: await outFolder() });
    const undone = run.clips.filter(({ state }) => state !== 'done');
    expect(undone.map(({ shot, state, whyNot, job }) => [shot, state, whyNot, job?.status, job?.reason])).toEqual([]);
    expect(run.refusals).toBeGreaterThan(5);
    expect(simulated.simulator.bills.length).toBe(12);
  });

  test('keeps within what may be in flight on the account', async () => {
    await using simulated = await simulate({ inFlightBudgetUsd: 0.8 });
    const run = await runList(simulated, rows(10), { outFolder: await outFolder() });
    expect(run.clips.every(({ state }) => state === 'done')).toBe(true);
  });

  test('ends with the first failure when that is asked for, and finishes what is bought', async () => {
    await using simulated = await simulate({ scenario: 'job-failed' });
    const run = await runList(simulated, rows(8), { outFolder: await outFolder(), failFast: true, concurrency: 1 });
    expect(statesOf(run)[0]).toBe('shot-1 failed');
    expect(run.clips.slice(1).every(({ whyNot }) => whyNot?.code === 'stopped')).toBe(true);
    expect(submitsOf(simulated)).toBe(1);
  });

  test('goes on whatever it is listened to by: a listener that throws stops no purchase and no contact sheet', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const { batch } = simulated.open();
    const plan = await batch.plan(await batch.readListText(rows(3), 'csv', { name: 'film' }));
    let pages = 0;
    const run = await batch.run(plan, {
      outFolder: folder,
      watch: true,
      onProgress() {
        pages += existsSync(join(folder, 'contact-sheet.html')) ? 1 : 0;
        throw new Error('The listener fails.');
      },
    });
    expect(statesOf(run)).toEqual([1, 2, 3].map((number) => `shot-${number} done`));
    expect(pages).toBeGreaterThan(0);
    expect(simulated.simulator.bills).toHaveLength(3);
  });

  test('is not ended by one clip whose file is none any more: that one says so, and the others are made', async () => {
    await using simulated = await simulate();
    const first = await runList(simulated, rows(3), { outFolder: await outFolder() });
    const clip = first.clips[1]!.file!.path;
    await rm(clip);
    await mkdir(clip);
    const run = await runList(simulated, rows(4), { outFolder: await outFolder() });
    expect(statesOf(run)).toEqual([1, 2, 3, 4].map((number) => `shot-${number} done`));
    expect(run.clips.map(({ whyNot }) => whyNot?.code ?? null)).toEqual([null, 'file_gone', null, null]);
    expect(simulated.simulator.bills).toHaveLength(4);
  });

  test('whose ledger cannot be read to the end lets go of what it has taken up before it says so', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const far = {
      placePoll: (_attempt: unknown, nowMs: number) => ({ nextPollMs: nowMs + 100_000, remainingSeconds: null }),
    };
    const interrupt = new AbortController();
    const patient = simulated.open(far);
    const plan = await patient.batch.plan(await patient.batch.readListText(rows(3), 'csv', { name: 'film' }));
    await patient.batch.run(plan, {
      outFolder: folder,
      concurrency: 3,
      signal: interrupt.signal,
      onProgress({ clips }) {
        if (clips.every(({ state }) => state !== 'waiting' && state !== 'submitting')) interrupt.abort();
      },
    });
    const ledger = await openLedger({ home: simulated.home, now: new Date().toISOString() });
    onTestFinished(() => ledger.close());
    const workers = async () =>
      (await ledger.jobs({ service: plan.service })).jobs.flatMap(({ attempts }) =>
        attempts.map(({ worker }) => worker),
      );
    let reads = 0;
    const findRepeat: Ledger['findRepeat'] = async (...about) => {
      reads += 1;
      if (reads < 3) return ledger.findRepeat(...about);
      // The two before it are at work.
      await expect.poll(async () => (await workers()).filter((worker) => worker !== null)).toHaveLength(2);
      throw Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' });
    };
    const cutOff = simulated.open({ ...far, ledger: { ...ledger, findRepeat } });
    await expect(cutOff.batch.run(plan, { outFolder: folder })).rejects.toThrow('Connection terminated');
    // Nobody here works for it any more, so whoever comes next may.
    expect(await workers()).toEqual([null, null, null]);
    const again = await runList(simulated, rows(3), { outFolder: folder });
    expect(statesOf(again)).toEqual([1, 2, 3].map((number) => `shot-${number} done`));
    expect(simulated.simulator.bills).toHaveLength(3);
  });

  test('lets go when it is interrupted, and goes on where it stood', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const controller = new AbortController();
    const shotcaller = simulated.open();
    const list = await shotcaller.batch.readListText(rows(8), 'csv', { name: 'film' });
    const plan = await shotcaller.batch.plan(list);
    const run = await shotcaller.batch.run(plan, {
      outFolder: folder,
      signal: controller.signal,
      onProgress: ({ clips }) => {
        if (clips.some(({ state }) => state === 'done')) controller.abort();
      },
    });
    expect(run.detached).toBe(true);
    const second = await runList(simulated, rows(8), { outFolder: folder });
    expect(second.clips.every(({ state }) => state === 'done')).toBe(true);
    expect(submitsOf(simulated)).toBe(8);
    expect(simulated.simulator.bills.length).toBe(8);
  });

  test('buys nothing that would cost more than planned, or is another request by now', async () => {
    await using simulated = await simulate();
    const shotcaller = simulated.open();
    const list = await shotcaller.batch.readListText(rows(2), 'csv', { name: 'film' });
    const plan = await shotcaller.batch.plan(list);
    const cheaper = JSON.parse(JSON.stringify(plan));
    cheaper.clips[0].outcome.price.highUsd = '0.001';
    cheaper.clips[1].outcome.requestSha256 = 'f'.repeat(64);
    const run = await shotcaller.batch.run(cheaper, { outFolder: await outFolder() });
    expect(run.clips.map(({ whyNot }) => whyNot)).toEqual([
      { code: 'changed', what: 'price' },
      { code: 'changed', what: 'request' },
    ]);
    expect(submitsOf(simulated)).toBe(0);
  });

  test('stops when a budget of the day is used up, and gives back what it never sent', async () => {
    await using simulated = await simulate({ scenario: 'submit-429:1' });
    const shotcaller = simulated.open({ caps: { perDayUsd: '1' } });
    const list = await shotcaller.batch.readListText(rows(6), 'csv', { name: 'film' });
    const run = await shotcaller.batch.run(await shotcaller.batch.plan(list), { outFolder: await outFolder() });
    expect(run.clips.some(({ state }) => state === 'done')).toBe(true);
    const reasons = run.clips.flatMap(({ whyNot }) => (whyNot ? [whyNot.code] : []));
    expect(reasons).toContain('refused');
    expect(new Set(reasons)).toEqual(new Set(reasons.includes('stopped') ? ['refused', 'stopped'] : ['refused']));
    const { report } = await shotcaller.ledger();
    expect(Number(report.total.reservedUsd)).toBe(0);
  });

  test('gives back what waited for room when it was interrupted', async () => {
    await using simulated = await simulate({ scenario: 'submit-429:1' });
    const shotcaller = simulated.open();
    const controller = new AbortController();
    const list = await shotcaller.batch.readListText(rows(3), 'csv', { name: 'film' });
    const stopAtRefusal = ({ clips }: BatchProgress) => {
      if (
        clips.some(({ state, planned }) => state === 'waiting' && planned.shot === 'shot-1') &&
        simulated.requests.length > 0
      ) {
        controller.abort();
      }
    };
    const run = await shotcaller.batch.run(await shotcaller.batch.plan(list), {
      outFolder: await outFolder(),
      // The first shot is the one that is refused.
      concurrency: 1,
      signal: controller.signal,
      onProgress: stopAtRefusal,
    });
    expect(run.detached).toBe(true);
    const open = await shotcaller.jobs({ states: ['planned', 'reserved'] });
    expect(open).toEqual([]);
  });

  test('writes prompts and notes as text, whatever they hold', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(1)> \u202egnp.exe`;
    const list = JSON.stringify([
      { id: 'a', prompt: hostile, note: "+cmd|' /C calc'!A0", duration: 4, resolution: '480p' },
    ]);
    const shotcaller = simulated.open();
    const { shots, name } = await shotcaller.batch.readListText(list, 'yaml', { name: 'film' });
    await shotcaller.batch.run(await shotcaller.batch.plan({ name, shots }), { outFolder: folder });
    // A prompt is sent as it is.
    expect(simulated.simulator.jobs[0]?.request.prompt).toBe(hostile);
    const page = await readFile(join(folder, 'contact-sheet.html'), 'utf8');
    expect(page).not.toMatch(/<script|<img|\u202e/);
    expect(page).toContain('&#60;script&#62;');
    expect(await readFile(join(folder, 'manifest.csv'), 'utf8')).not.toMatch(/(^|[,"])[=+@]/m);
  });

  test('runs once at a time, whichever home and machine it is run from', async () => {
    await using simulated = await simulate();
    const shotcaller = simulated.open();
    const list = await shotcaller.batch.readListText(rows(8), 'csv', { name: 'film' });
    const plan = await shotcaller.batch.plan(list);
    const ledger = await openLedger({ home: simulated.home, now: new Date().toISOString() });
    const elsewhere = simulated.open({ home: await outFolder(), ledger });
    const first = shotcaller.batch.run(plan, { outFolder: await outFolder(), concurrency: 1 });
    for (const other of [simulated.open(), elsewhere]) {
      await expect(other.batch.run(plan, { outFolder: await outFolder() })).rejects.toThrow(/Another process runs/);
    }
    await first;
    expect(submitsOf(simulated)).toBe(8);
    // Afterwards anybody may, and finds everything bought.
    const again = await elsewhere.batch.run(plan, { outFolder: await outFolder() });
    expect(again.clips.map(({ state, earlier }) => [state, earlier])).toEqual(
      Array.from({ length: 8 }, () => ['done', true]),
    );
    expect(submitsOf(simulated)).toBe(8);
    await ledger.close();
  });

  test('counts what was spent on shots that were edited or taken out since into its budget', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const first = await runList(simulated, rows(2), { outFolder: folder });
    const spent = Number(first.billedUsd);
    const { batch } = simulated.open();
    const edited = await batch.readListText(rows(3).replaceAll('a mug', 'a cup'), 'csv', { name: 'film' });
    const plan = await batch.plan(edited);
    expect(Number(plan.total.bookedUsd)).toBeCloseTo(spent, 9);
    const one = Number(plan.total.highUsd) / 3;
    const run = await batch.run(plan, { outFolder: folder, maxUsd: (spent + 1.5 * one).toFixed(6) });
    expect(statesOf(run)).toEqual(['shot-1 done', 'shot-2 not_bought', 'shot-3 not_bought']);
    expect(run.clips[1]?.whyNot?.code).toBe('over_batch_budget');
    expect(submitsOf(simulated)).toBe(3);
  });
});

describe('shots that go on from each other', () => {
  const story =
    'id,prompt,duration,resolution,continues,takes\nshot-2,she turns,4,480p,shot-1,\nshot-1,a woman walks,4,480p,,\nshot-3,she waves,4,480p,shot-2,2\n';

  test('wait for each other and start from the last frame', needsFfmpeg, async () => {
    await using simulated = await simulate();
    const run = await runList(simulated, story, { outFolder: await outFolder() });
    expect(statesOf(run)).toEqual(['shot-2 done', 'shot-1 done', 'shot-3 done', 'shot-3/2 done']);
    const frames = simulated.simulator.jobs.map(({ request }) => request.frame_images?.[0]?.image_url.url.slice(0, 14));
    expect(frames[0]).toBeUndefined();
    expect(frames.slice(1)).toEqual(['data:image/png', 'data:image/png', 'data:image/png']);
    const models = run.clips.filter(({ shot }) => shot === 'shot-3').map(({ model }) => model);
    expect(new Set(models).size).toBe(2);
  });

  test(
    'say what to do when the clip before them is gone, buy nothing meanwhile, and go on once it is back',
    needsFfmpeg,
    async () => {
      await using simulated = await simulate();
      const folder = await outFolder();
      const [first] = (
        await runList(simulated, 'id,prompt,duration,resolution\na,a woman walks,4,480p\n', { outFolder: folder })
      ).clips;
      const path = first?.file?.path ?? '';
      await rm(path);
      const list = 'id,prompt,duration,resolution,continues\na,a woman walks,4,480p,\nb,she turns,4,480p,a\n';
      const without = await runList(simulated, list, { outFolder: folder });
      expect(statesOf(without)).toEqual(['a done', 'b not_bought']);
      expect(without.clips[1]?.whyNot).toMatchObject({
        message: expect.stringMatching(
          /last frame of a, which .*Nothing was bought for it.*shotcaller resume shot-\S+ --output \S+a\.mp4/,
        ),
      });
      expect(submitsOf(simulated)).toBe(1);
      await simulated.open().resume([first?.job?.id ?? ''], { output: path });
      expect(statesOf(await runList(simulated, list, { outFolder: folder }))).toEqual(['a done', 'b done']);
      expect(submitsOf(simulated)).toBe(2);
    },
  );

  test('are not bought when the shot before them is not there', async () => {
    await using simulated = await simulate({ scenario: 'job-failed' });
    const run = await runList(simulated, story, { outFolder: await outFolder() });
    expect(statesOf(run)).toEqual(['shot-2 not_bought', 'shot-1 failed', 'shot-3 not_bought', 'shot-3/2 not_bought']);
    expect(submitsOf(simulated)).toBe(1);
  });

  const flux = 'black-forest-labs/flux-3-video';
  const twoOf = (model: string) =>
    `id,prompt,duration,resolution,continues,model\na,a woman walks,5,720p,,${model}\nb,she turns,5,720p,a,${model}\n`;

  test('without ffmpeg go on by the task of the service, where the model has one, from the very job that was bought', async () => {
    vi.stubEnv('PATH', '');
    await using simulated = await simulate();
    const run = await runList(simulated, twoOf(flux), { outFolder: await outFolder() });
    expect(statesOf(run)).toEqual(['a done', 'b done']);
    const [first, second] = simulated.simulator.jobs;
    expect(second?.request).toMatchObject({ model: flux, previous_job_id: first?.id });
    expect(second?.request.frame_images).toBeUndefined();
    // What goes on from the same clip is the same shot, and is not bought again.
    const again = await runList(simulated, twoOf(flux), { outFolder: await outFolder() });
    expect(again.clips.map(({ earlier }) => earlier)).toEqual([true, true]);
    expect(submitsOf(simulated)).toBe(2);
  });

  test('with neither ffmpeg nor a model that has the task, say so in the plan, and the rest is bought', async () => {
    vi.stubEnv('PATH', '');
    await using simulated = await simulate();
    const shotcaller = simulated.open();
    const list = await shotcaller.batch.readListText(twoOf('bytedance/seedance-2.0-mini'), 'csv', { name: 'film' });
    const plan = await shotcaller.batch.plan(list);
    expect(plan.clips[1]?.outcome).toMatchObject({ kind: 'cannot_continue', lacks: 'ffmpeg' });
    expect(plan.total).toMatchObject({ toBuy: 1, impossible: 1 });
    const run = await shotcaller.batch.run(plan, { outFolder: await outFolder() });
    expect(statesOf(run)).toEqual(['a done', 'b not_bought']);
    expect(run.manifest.clips[1]?.problem).toMatch(/ffmpeg must be on the PATH/);
    expect(submitsOf(simulated)).toBe(1);
  });

  test('go on from a clip that an earlier run bought', needsFfmpeg, async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const first = 'id,prompt,duration,resolution,continues\na,a woman walks,4,480p,\n';
    await runList(simulated, first, { outFolder: folder });
    const run = await runList(simulated, `${first}b,she turns,4,480p,a\n`, { outFolder: folder });
    expect(run.clips.map(({ state, earlier }) => [state, earlier])).toEqual([
      ['done', true],
      ['done', false],
    ]);
    expect(simulated.simulator.jobs[1]?.request.frame_images?.[0]?.frame_type).toBe('first_frame');
  });
});

describe('takes and further models', () => {
  const list = (more: string) =>
    `id,prompt,duration,resolution,audio,takes,model,seed,fallback\na,a mug,4,480p,no,${more}\n`;

  test('of a named model differ in their seeds: those that follow the one that is named, or none', async () => {
    await using simulated = await simulate();
    const model = 'bytedance/seedance-2.0-fast';
    const run = await runList(simulated, list(`3,${model},40,`), { outFolder: await outFolder() });
    expect(statesOf(run)).toEqual(['a done', 'a/2 done', 'a/3 done']);
    expect(run.clips.map((clip) => clip.model)).toEqual([model, model, model]);
    const seeds = simulated.simulator.jobs.map(({ request }) => request.seed);
    expect(seeds.toSorted()).toEqual([40, 41, 42]);
    expect(run.clips.map(({ file }) => basename(file?.path ?? ''))).toEqual(['a.mp4', 'a.take-2.mp4', 'a.take-3.mp4']);
  });

  test('are voted on as any two jobs, and the command that joins clips takes the winners', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    const csv = 'id,prompt,duration,resolution,audio,takes\na,a mug,4,480p,no,3\nb,a cup,4,480p,no,2\n';
    const first = await runList(simulated, csv, { outFolder: folder });
    expect(first.joinLine).toMatch(/^ffmpeg -i a\.mp4 -i b\.mp4 /);
    const [one, two, three] = first.clips.map(({ job }) => job!.id);
    const shotcaller = simulated.open();
    await shotcaller.vote({ jobIds: [one!, two!], better: two! });
    await shotcaller.vote({ jobIds: [two!, three!], better: two! });
    const again = await runList(simulated, csv, { outFolder: folder });
    expect(again.joinLine).toMatch(/^ffmpeg -i a\.take-2\.mp4 -i b\.mp4 /);
    expect(submitsOf(simulated)).toBe(5);
  });

  test('more takes keep those that are there', async () => {
    await using simulated = await simulate();
    const folder = await outFolder();
    await runList(simulated, list('1,,,'), { outFolder: folder });
    const run = await runList(simulated, list('3,,,'), { outFolder: folder });
    expect(run.clips.map(({ earlier }) => earlier)).toEqual([true, false, false]);
    expect(submitsOf(simulated)).toBe(3);
  });

  test('a shot that fails is tried on further models where it allows them, none dearer than what was planned', async () => {
    await using simulated = await simulate({ scenario: 'job-failed' });
    const csv = 'id,prompt,duration,resolution,audio,fallback\na,a mug,4,480p,no,5\nb,a cup,4,480p,no,0\n';
    const run = await runList(simulated, csv, { outFolder: await outFolder() });
    expect(statesOf(run)).toEqual(['a failed', 'b failed']);
    const [tried = [], once] = run.clips.map(({ job }) => job?.attempts);
    expect(once).toHaveLength(1);
    expect(tried.length).toBeGreaterThan(1);
    expect(new Set(tried.map(({ model }) => model)).size).toBe(tried.length);
    const most = Number(tried[0]?.quotedHighUsd);
    const sent = tried.filter(({ remoteId }) => remoteId !== null);
    expect(sent.length).toBeGreaterThan(1);
    for (const { quotedUsd } of sent) expect(Number(quotedUsd)).toBeLessThanOrEqual(most);
  });
});

test('a contact sheet that is watched is there while the batch runs, loads itself again, and stops doing so at the end', async () => {
  await using simulated = await simulate();
  const folder = await outFolder();
  const { batch } = simulated.open();
  const plan = await batch.plan(await batch.readListText(rows(4), 'csv', { name: 'film' }));
  const reloading: Promise<boolean>[] = [];
  await batch.run(plan, {
    outFolder: folder,
    watch: true,
    concurrency: 1,
    onProgress: ({ changed }) => {
      if (changed?.state !== 'done') return;
      const page = readFile(join(folder, 'contact-sheet.html'), 'utf8');
      reloading.push(page.then((text) => text.includes('http-equiv="refresh"')).catch(() => false));
    },
  });
  expect(await Promise.all(reloading)).toContain(true);
  expect(await readFile(join(folder, 'contact-sheet.html'), 'utf8')).not.toContain('http-equiv="refresh"');
});
