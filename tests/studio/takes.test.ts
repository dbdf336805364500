import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { chipOf, openChip, openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const lantern = 'A paper lantern drifts over a dark lake, slow dolly in';
const three = ['bytedance/seedance-2.0-mini', 'alibaba/wan-3.0', 'alibaba/wan-3.0-prime'];
const create = `#/create?${new URLSearchParams({
  prompt: lantern,
  durationSeconds: '4',
  resolution: '480p',
  aspectRatio: '9:16',
  audio: 'false',
  takes: three.join(' '),
})}`;

describe('takes', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    return studio;
  };
  const done = async (page: Page, count = 3) => {
    await expect.poll(() => page.locator('.take video').count()).toBe(count);
    await expect
      .poll(() =>
        page.locator('.take video').evaluateAll((all) => all.every((one) => (one as HTMLVideoElement).readyState >= 2)),
      )
      .toBe(true);
  };

  it('are shot on every model that is ticked, with the most that they may cost together on the button, and one bill each', async () => {
    const { open: tab, server } = await open();
    const page = await tab(create);
    const button = page.getByRole('button', { name: /^Shoot 3 takes: up to \$\d+\.\d\d, simulated$/ });
    const shown = Number(/\$(\d+\.\d\d)/.exec(await button.innerText())![1]);
    await button.click();
    await page.waitForURL(/#\/takes\//);
    await done(page);
    expect(server.simulator.jobs.map(({ model }) => model).sort()).toEqual([...three].sort());
    const { jobs } = (await (await server.call('/v1/jobs')).json()) as {
      jobs: { quotedHighUsd: string; clip: { prompt: string } }[];
    };
    expect(jobs.reduce((sum, { quotedHighUsd }) => sum + Number(quotedHighUsd), 0)).toBeCloseTo(shown, 1);
    expect(jobs.map(({ clip }) => clip.prompt)).toEqual([lantern, lantern, lantern]);

    // The strip shows the shot with a picture of its clip.
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Takes' }).click();
    await page.locator('.tile img').waitFor();
    await expect.poll(() => page.locator('.tile').innerText()).toContain('3 takes');
    // It was drawn from the clip once, and is kept.
    const fetched: string[] = [];
    page.on('request', (request) => request.url().includes('/content') && fetched.push(request.url()));
    await page.reload();
    await page.locator('.tile img').waitFor();
    expect(fetched).toEqual([]);
    expect(studio?.complaints).toEqual([]);
  });

  it('are bought once each, whatever is reloaded, pressed twice, or opened in another tab', async () => {
    const { open: tab, server } = await open({ simulator: { speed: 30 } });
    const page = await tab(create);
    await page.getByRole('button', { name: /^Shoot 3 takes/ }).dblclick();
    await page.waitForURL(/#\/takes\//);
    await page.reload();
    const other = await tab(new URL(page.url()).hash);
    await expect.poll(() => server.simulator.jobs.length).toBe(3);
    await page.reload();
    await Promise.all([done(page), done(other)]);
    await page.reload();
    await done(page);

    const again = await tab(create);
    await again.getByRole('link', { name: /^Ordered .*: view$/ }).waitFor();
    await expect.poll(() => again.getByRole('button', { name: /^Shoot/ }).count()).toBe(0);
    expect(server.simulator.jobs).toHaveLength(3);
  });

  it('are finished by a server that was started again, once each', async () => {
    const { open: tab, server, url } = await open({ simulator: { speed: 10 } });
    const page = await tab(create);
    await page.getByRole('button', { name: /^Shoot 3 takes/ }).click();
    await expect.poll(() => server.simulator.jobs.length).toBe(3);
    // The orders leave before this page is there.
    await page.locator('.take').first().waitFor();
    await server.restart();
    await page.locator('.notice').getByText('Reconnecting…').waitFor();
    await server.gateway.listen({ port: Number(new URL(url).port) });
    await done(page);
    expect(server.simulator.jobs).toHaveLength(3);
  });

  it('play within 100 ms of each other, and stand on the same frame when the time is moved', async () => {
    const { open: tab } = await open();
    const page = await tab(create);
    await page.getByRole('button', { name: /^Shoot 3 takes/ }).click();
    await done(page);
    await page.getByRole('slider', { name: 'Time of all takes' }).fill('1.2');
    await expect
      .poll(() =>
        page
          .locator('.take video')
          .evaluateAll((all) => all.map((one) => (one as HTMLVideoElement).currentTime.toFixed(2))),
      )
      .toEqual(['1.20', '1.20', '1.20']);

    await page.getByRole('button', { name: 'Play all' }).click();
    // Thirty frames in a row: a machine that is busy elsewhere may take a while to give them.
    const spread = () =>
      page.evaluate(async () => {
        const videos = [...document.querySelectorAll<HTMLVideoElement>('.take video')];
        let widest = 0;
        const begun = videos[0]!.currentTime;
        for (let frame = 0; frame < 30; frame += 1) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          const times = videos.map(({ currentTime }) => currentTime);
          widest = Math.max(widest, Math.max(...times) - Math.min(...times));
        }
        return { widest, hasMoved: videos[0]!.currentTime !== begun, isMuted: videos.every(({ muted }) => muted) };
      });
    let measured = await spread();
    for (let tries = 0; tries < 20 && !(measured.hasMoved && measured.widest < 0.1); tries += 1)
      measured = await spread();
    console.log(`Takes lie at most ${Math.round(measured.widest * 1000)} ms apart.`);
    expect(measured).toMatchObject({ hasMoved: true, isMuted: true });
    expect(measured.widest).toBeLessThan(0.1);
    await page.getByRole('button', { name: 'Pause all' }).click();
    expect(
      await page.locator('.take video').evaluateAll((all) => all.every((one) => (one as HTMLVideoElement).paused)),
    ).toBe(true);
  });

  it('hide their models until a blind vote, which stars the best and moves the ratings', async () => {
    const { open: tab, server } = await open();
    const page = await tab(create);
    await page.getByRole('button', { name: /^Shoot 3 takes/ }).click();
    await done(page);
    // The box takes with the press itself, not once the browser tells of the new address.
    const box = page.getByLabel('Hide the models until I vote');
    const pressed = () =>
      box.evaluate((input: HTMLInputElement) => {
        input.click();
        return input.checked;
      });
    expect([await pressed(), await pressed(), await pressed()]).toEqual([true, false, true]);
    await page.waitForURL(/blind=on/);
    await page.reload();
    await done(page);
    const html = await page.locator('main').innerHTML();
    for (const model of three) expect(html).not.toContain(model.split('/')[1]);
    await expect.poll(() => page.locator('.take h2').allInnerTexts()).toEqual(['Take A', 'Take B', 'Take C']);

    const before = (await (await server.call('/v1/evidence')).json()) as { votes: unknown[] };
    expect(before.votes).toEqual([]);
    await page
      .getByRole('button', { name: /^This one is best/ })
      .nth(1)
      .click();
    const result = page.getByRole('list', { name: 'Quality after the vote' });
    await result.waitFor();
    const shifts = (await result.locator('li').allInnerTexts()).map((text) => /(\d+\.\d) → (\d+\.\d)/.exec(text)!);
    expect(shifts).toHaveLength(3);
    for (const [, from, to] of shifts) expect(from).not.toBe(to);
    const best = await page.locator('.take.starred .model-name').innerText();
    const after = (await (await server.call('/v1/evidence')).json()) as { votes: { better: string }[] };
    expect(after.votes.map(({ better }) => better)).toEqual([best, best]);
    expect(server.simulator.jobs).toHaveLength(3);
    // What is known is not hidden again.
    await expect.poll(() => page.url()).not.toContain('blind');
    await page.reload();
    await page.locator('.take.starred .model-name').waitFor();
  });

  it('can be looked at from another browser by a link that only shows, and taken home in one file', async () => {
    const { open: tab, server, url } = await open();
    const page = await tab(create);
    await page.getByRole('button', { name: /^Shoot 3 takes/ }).click();
    await done(page);
    await page.getByRole('button', { name: /^☆ Star take 2/ }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download all (zip)' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('a-paper-lantern-drifts-over-a.zip');
    const zip = await readFile(await download.path());
    const names = [...zip.toString('latin1').matchAll(/a-paper-lantern[\w.-]*?\.mp4/g)].map(([name]) => name);
    expect([...new Set(names)]).toHaveLength(3);
    expect(names.some((name) => name.includes('take-2') && name.includes('best'))).toBe(true);
    // Stored as they are: the clips are in it byte for byte.
    const { jobs } = (await (await server.call('/v1/jobs')).json()) as { jobs: { files: { contentUrl: string }[] }[] };
    for (const { files } of jobs) {
      const clip = Buffer.from(await (await server.call(files[0]!.contentUrl)).arrayBuffer());
      expect(zip.includes(clip)).toBe(true);
    }

    await page.getByRole('button', { name: 'Make a link that only shows' }).click();
    const link = await page.getByLabel('Link that only shows this comparison').inputValue();
    expect(link).toContain(`${url}#/view/view_`);
    const elsewhere = await page.context().browser()!.newContext();
    const guest = await elsewhere.newPage();
    const asked: string[] = [];
    guest.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await guest.goto(link);
    await done(guest);
    await guest.getByText('Nothing can be ordered from this link.').waitFor();
    // To play and to hear; nothing else can be pressed.
    const pressable = guest.locator('main').getByRole('button');
    await expect.poll(() => pressable.filter({ hasNotText: 'Sound' }).allInnerTexts()).toEqual(['Play all']);
    await expect.poll(() => guest.getByRole('link').count()).toBe(0);
    expect(await guest.locator('main').innerText()).not.toMatch(/\$/);
    expect(asked.filter((path) => path.startsWith('/v1/') && !path.startsWith('/v1/views/'))).toEqual([]);
    await guest.goto(`${url}#/view/view_nothing`);
    await guest.getByText('That link was not found.').waitFor();
    await elsewhere.close();
  });

  it('lead on: the same again with changes, another take at its price, and an extension of the clip', async () => {
    const { open: tab, server } = await open();
    const page = await tab(create.replace(/takes=.*/, `takes=${encodeURIComponent(three[0]!)}`));
    await page.getByRole('button', { name: /^Shoot 1 take/ }).click();
    await done(page, 1);
    await page.getByRole('button', { name: /^More like this: up to \$/ }).click();
    await done(page, 2);
    expect(server.simulator.jobs).toHaveLength(2);
    // Another seed than the first one had, written down so that it can be had again.
    const [, more] = server.simulator.jobs;
    expect(more!.request.seed).toEqual(expect.any(Number));
    await page.getByText(`seed ${more!.request.seed}`).waitFor();

    await page.getByRole('link', { name: 'Same again with changes' }).click();
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe(lantern);
    await expect.poll(() => chipOf(page, 'length')).toBe('4 s');
    await openChip(page, 'Length');
    await page.getByLabel('Length').fill('5');
    await page.getByRole('button', { name: /^Shoot 1 take/ }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: /^Extend take 1/ }).click();
    await page.waitForURL(/task=continue/);
    await page.getByLabel('Describe the clip').waitFor();
  });
});
