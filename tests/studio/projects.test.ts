import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { quartersPng } from '../../packages/simulator/test/test-pictures.ts';
import { needsChromium } from '../needs.ts';
import { chipOf, openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const csv = (rows: readonly string[]) => ({
  name: 'shots.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`${rows.join('\n')}\n`),
});
const three = ['a lake at dusk', 'hands fold paper', 'the lantern is lit'];

describe('a project', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    return studio;
  };
  const begin = async (name: string) => {
    const page = await studio!.open('#/takes');
    await page.getByLabel('Name of the new project').fill(name);
    await page.getByRole('button', { name: 'New project' }).click();
    await page.waitForURL(/#\/projects\//);
    return page;
  };
  const importList = (page: Page, ...files: readonly { name: string; mimeType: string; buffer: Buffer }[]) =>
    page.getByLabel('Import a shot list, with its pictures').setInputFiles([...files]);
  const titles = (page: Page) => page.locator('.film .tile-title').allInnerTexts();
  const figure = (page: Page, name: string) =>
    page.locator('.project-head dl > div').filter({ hasText: name }).locator('dd').innerText();

  it('takes twelve shots with three takes each from a list to clips: 36 orders, 36 bills, through reloads, a second tab and a lost server', async () => {
    const { server, url } = await open({ simulator: { speed: 30 } });
    const page = await begin('The lantern film');
    const rows = Array.from({ length: 12 }, (_row, index) => `shot-${index + 1},"A lantern, view ${index + 1}",3`);
    await importList(page, csv(['id,prompt,takes', 'defaults,,', ...rows]));
    await page.getByText('Shared look').click();
    await page.getByLabel('Length').fill('4');
    await page.getByRole('radio', { name: '480p' }).check();
    await page.reload();
    const button = page.getByRole('button', { name: /^Shoot 36 takes of 12 shots: up to \$\d+\.\d\d, simulated$/ });
    const most = Number(/\$(\d+\.\d\d)/.exec(await button.innerText())![1]);
    await button.dblclick();
    const other = await studio!.open(new URL(page.url()).hash);
    await expect.poll(() => server.simulator.jobs.length).toBeGreaterThan(3);
    await page.reload();
    await server.restart();
    await server.gateway.listen({ port: Number(new URL(url).port) });
    await expect.poll(() => server.simulator.jobs.length).toBeGreaterThan(8);
    await other.reload();
    // What did not go out while the server was away waits for a press, and goes out under its own key.
    await expect
      .poll(async () => {
        const again = page.getByRole('button', { name: /^Send \d+ orders? again$/ });
        // Without a bound of its own a look at a button that is not there takes all the patience of this test.
        const isReady = (await again.count()) > 0 && (await again.isEnabled({ timeout: 1000 }).catch(() => false));
        if (isReady) await again.click({ timeout: 1000 }).catch(() => undefined);
        return [server.simulator.jobs.length, await page.locator('.film .tile img').count()];
      })
      .toEqual([36, 12]);
    await expect.poll(() => figure(page, 'Reserved')).toBe('$0.00');
    await expect.poll(() => figure(other, 'Reserved')).toBe('$0.00');
    expect(server.simulator.jobs).toHaveLength(36);
    type Jobs = {
      key: string;
      status: string;
      billedUsd: string;
      clip: { durationSeconds: number; resolution: string };
    }[];
    let jobs: Jobs = [];
    await expect
      .poll(async () => {
        ({ jobs } = (await (await server.call('/v1/jobs?limit=200')).json()) as { jobs: Jobs });
        return jobs.filter(({ status }) => status === 'done').length;
      })
      .toBe(36);
    expect(new Set(jobs.map(({ key }) => key)).size).toBe(36);
    for (const { clip } of jobs) expect(clip).toMatchObject({ durationSeconds: 4, resolution: '480p' });
    const billed = jobs.reduce((sum, { billedUsd }) => sum + Number(billedUsd), 0);
    expect(billed).toBeLessThanOrEqual(most + 0.01);
    await expect.poll(() => figure(page, 'Spent')).toBe(`$${billed.toFixed(2)}`);

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download all (zip)' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('the-lantern-film.zip');
    const zip = await readFile(await download.path());
    const names = new Set(
      [...zip.toString('latin1').matchAll(/\d\d_shot-\d+_take-\d_[\w.-]*?\.mp4/g)].map(([name]) => name),
    );
    expect(names.size).toBe(36);
    expect([...names].some((name) => name.startsWith('12_shot-12_take-3_'))).toBe(true);
  });

  it('keeps its shots in an order that is changed by drag, by buttons and by keyboard, and over a reload', async () => {
    await open();
    const page = await begin('Order');
    await importList(page, csv(['id,prompt', ...three.map((prompt, index) => `s${index},${prompt}`)]));
    await expect.poll(() => titles(page)).toEqual(three);
    await page.getByRole('button', { name: 'Move shot 1 later' }).click();
    await expect.poll(() => titles(page)).toEqual([three[1], three[0], three[2]]);
    await page.locator('.film .tile a').nth(2).focus();
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => titles(page)).toEqual([three[1], three[2], three[0]]);
    await page.getByText('Shot moved to place 2 of 3.').waitFor();
    await page.locator('.film .tile').nth(2).dragTo(page.locator('.film .tile').nth(0));
    await expect.poll(() => titles(page)).toEqual([three[0], three[1], three[2]]);
    await page.reload();
    await expect.poll(() => titles(page)).toEqual(three);
  });

  it('says of an imported list that nothing is ordered for as long as that is true', async () => {
    const { server } = await open();
    const page = await begin('Said');
    await importList(page, csv(['id,prompt,duration,resolution,audio', 'lake,A still lake,4,480p,no']));
    const said = page.getByText('1 shot imported. Nothing is ordered yet.');
    await said.waitFor();
    await page.getByRole('button', { name: /^Shoot 1 take of 1 shot/ }).click();
    await expect.poll(() => server.simulator.jobs.length).toBe(1);
    await said.waitFor({ state: 'detached' });
  });

  it('takes a shot list in with its pictures, and gives it out again as the same list', async () => {
    const { server } = await open();
    const page = await begin('In and out');
    const list = [
      'id,prompt,duration,resolution,aspect,audio,first_frame,reference,model,seed,takes,profile,max_usd',
      'defaults,,5,480p,16:9,no,,,,,,,',
      'lake,"Wide, ""still"" lake; no wind",,,,,,,,,3,,',
      'hands,"Hands\nfold paper",4,720p,9:16,yes,stills/Hands 1.png,https://example.com/style.png,,7,,fastAndCheap,2',
      'kite,A kite,4,,,,,,bytedance/seedance-2.0-mini,,2,,',
    ];
    const picture = Buffer.from(quartersPng(90, 160).split(',')[1]!, 'base64');
    await importList(page, csv(list), { name: 'Hands 1.png', mimeType: 'image/png', buffer: picture });
    await page.getByText('3 shots imported').waitFor();
    // The picture came along, so nothing is in the way, after a reload neither.
    await page.getByRole('button', { name: /^Shoot 6 takes of 3 shots/ }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: /^Shoot 6 takes of 3 shots/ }).waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('in-and-out.csv');
    const written = await readFile(await download.path(), 'utf8');
    const read = async (text: string) => {
      const answer = await server.post('/v1/shot-lists', { list: text, format: 'csv' });
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { shots: Record<string, unknown>[] }).shots;
    };
    const [before, after] = [await read(list.join('\n')), await read(written)];
    expect(after).toHaveLength(3);
    for (const [index, shot] of after.entries()) {
      const { requirements, ...facts } = before[index]!;
      expect(shot).toMatchObject(facts);
      const { firstFrame, ...others } = requirements as { firstFrame?: string };
      expect(shot.requirements).toMatchObject(others);
      expect((shot.requirements as { firstFrame?: string }).firstFrame).toBe(firstFrame && 'Hands 1.png');
    }

    await importList(page, csv(['id,prompt,duration', 'x,one,five', 'y,,4']));
    await page.getByText('line 2').waitFor();
    await page.getByText('line 3').waitFor();
    await expect.poll(() => titles(page)).toHaveLength(3);
    expect(server.simulator.jobs).toHaveLength(0);
  });

  it('fills in from its look what a shot leaves open, shoots no more than its budget leaves, and keeps a shot for later', async () => {
    const { server } = await open();
    const page = await begin('Look');
    await page.getByText('Shared look').click();
    await page.getByLabel('Length').fill('6');
    await page.getByRole('radio', { name: '480p' }).check();
    await page.getByLabel('Budget of the project').fill('0.01');
    await page.getByRole('link', { name: 'Add a shot' }).click();
    await page.getByLabel('Describe the clip').fill('A quiet street');
    await expect.poll(() => chipOf(page, 'length')).toBe('6 s');
    await page.getByLabel('Describe the clip').fill('A quiet street, 4 seconds');
    await expect.poll(() => chipOf(page, 'length')).toBe('4 s');
    await page.reload();
    await expect.poll(() => chipOf(page, 'length')).toBe('4 s');
    await page.getByRole('button', { name: 'Save the shot for later' }).click();
    await page.waitForURL(/#\/projects\//);
    await page.getByText(/the budget of the project leaves \$0\.01/).waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Shoot 1 take/ }).isDisabled()).toBe(true);
    await page.getByLabel('Budget of the project').fill('2');
    await page.getByRole('button', { name: /^Shoot 1 take of 1 shot/ }).click();
    await page.locator('.film .tile img').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
    expect(server.simulator.jobs[0]!.request).toMatchObject({
      prompt: 'A quiet street, 4 seconds',
      duration: 4,
      resolution: '480p',
    });
    expect(await figure(page, 'Left')).not.toBe('$2.00');
    expect(studio?.complaints).toEqual([]);
  });

  it('plans what was ticked at the price that stood on it, and not a second time what was run from the sheet of a model', async () => {
    const { server } = await open();
    const page = await begin('Once');
    const saveOne = async (prompt: string) => {
      await page.getByRole('link', { name: 'Add a shot' }).click();
      await page.getByLabel('Describe the clip').fill(prompt);
      const button = await page.getByRole('button', { name: /^Shoot 1 take: / }).innerText();
      await page.getByRole('button', { name: 'Save the shot for later' }).click();
      await page.waitForURL(/#\/projects\//);
      return /\$[\d.]+/.exec(button)![0];
    };
    const price = await saveOne('A kite over the sea');
    await page.getByText(`1 take planned: up to ${price}`).waitFor();
    await page.locator('.film .tile a').click();
    await page.getByLabel('Describe the clip').fill('A kite over the sea at dusk');
    await page
      .getByRole('button', { name: /^Details/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('button', { name: /^Run for/ }).click();
    await page.waitForURL(/#\/jobs\//);
    await page.goBack();
    await page.goBack();
    await page.waitForURL(/#\/projects\//);
    await page.locator('.film .tile img').waitFor();
    expect(await page.locator('.film .tile').count()).toBe(1);
    expect(await page.getByRole('button', { name: /^Shoot/ }).count()).toBe(0);
    expect(server.simulator.jobs).toHaveLength(1);
    expect(studio?.complaints).toEqual([]);
  });

  it('take a budget with a comma, and say of what cannot be read that the one before holds', async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
    const page = await studio.open('#/takes');
    await page.getByLabel('Name of the new project').fill('Boats');
    await page.getByRole('button', { name: 'New project' }).click();
    const budget = page.getByLabel('Budget of the project');
    const left = page.locator('.project-head dd').nth(3);
    await budget.fill('5,50');
    await expect.poll(() => left.innerText()).toBe('$5.50');
    for (const unread of ['abc', '1,000', '-3', '5.5.0']) {
      await budget.fill(unread);
      await page.getByText('This cannot be read.').waitFor();
      await page.getByText('$5.50 holds until then.').waitFor();
      await expect.poll(() => budget.getAttribute('aria-invalid')).toBe('true');
      await expect.poll(() => left.innerText()).toBe('$5.50');
    }
    await page.reload();
    await expect.poll(() => left.innerText()).toBe('$5.50');
    await budget.fill('');
    await expect.poll(() => left.innerText()).toBe('no budget');
  });
});
