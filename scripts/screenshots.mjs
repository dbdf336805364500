// Takes the pictures of the studio for the docs: the built page, served by `shotcaller serve` over the simulator, in Chromium.
// Needs `npm run build` and Chromium (apt-get install chromium, or CHROMIUM_PATH). Nothing is spent.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromiumPath, launchChromium, noChromium } from '../tests/chromium.mjs';
import { program, servedSimulator } from './served-simulator.mjs';
import { smallPng } from './small-png.mjs';

const folder = process.env.SCREENSHOTS ?? fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
if (!chromiumPath) {
  console.error(`${noChromium}.`);
  process.exit(1);
}

const mostBytes = 200_000;
const settings = { durationSeconds: '5', resolution: '480p', aspectRatio: '9:16', audio: 'false' };
const prompt = 'A paper lantern drifts over a dark lake at dusk, slow dolly in';
const pick = 'bytedance/seedance-2.0-mini';
const takes = `${pick} alibaba/wan-3.0 alibaba/wan-3.0-prime`;
const desktop = { width: 1280, height: 900 };
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const server = await servedSimulator({ caps: { perJobUsd: '2', perDayUsd: '20' } });
const browser = await launchChromium();

/** A page of somebody who has been here before: the tour is not offered. */
async function newPage(options) {
  const page = await browser.newPage(options);
  await page.addInitScript(() => localStorage.setItem('shotcaller-tour', 'seen'));
  return page;
}

try {
  const { url } = server;
  await mkdir(folder, { recursive: true });
  await takeCreate(url);
  await takeTakes(url);
  await takeProject(url);
  await takeTroubles(url);
  await takeFilm(url);
} finally {
  await browser.close();
  await server.close();
}

/** The film of the examples, as the command buys it: on the page while it runs and when it is done, and its contact sheet. */
async function takeFilm(served) {
  const { home } = server;
  const list = fileURLToPath(new URL('../examples/lantern-film/shots.yaml', import.meta.url));
  const words = ['batch', list, '--catalog', 'bundled', '--out', join(home, 'film')];
  const env = { PATH: process.env.PATH, SHOTCALLER_HOME: home };
  const batch = spawn(process.execPath, [program, ...words], { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => batch.once('exit', resolve));
  const page = await newPage({ viewport: wide, colorScheme: 'light' });
  await page.goto(`${served}#/takes`);
  const row = page.locator('.batch-row a').first();
  while ((await row.count()) === 0) {
    await page.waitForTimeout(1000);
    await page.reload();
    await page.getByRole('heading', { name: 'Takes' }).waitFor();
    await page.waitForTimeout(500);
  }
  await row.click();
  await page.locator('.tile img').nth(1).waitFor({ timeout: 90_000 });
  await page.waitForTimeout(500);
  await shoot(page, 'batch-desktop-light');
  await ended;
  await page.reload();
  await page.locator('.tile img').nth(7).waitFor({ timeout: 90_000 });
  for (const [viewport, place] of [
    [wide, 'desktop'],
    [phone, 'phone'],
  ]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(500);
    await shoot(page, `batch-done-${place}-dark`);
  }
  await page.close();
  const url = pathToFileURL(join(home, 'film', 'contact-sheet.html')).href;
  await take('contact-sheet', { url, viewport: wide, colorScheme: 'light', ready: 'video' });
}

/** The page Create with the lantern, and what else is open on it. */
function lantern(more = {}) {
  return `#/create?${new URLSearchParams({ prompt, ...settings, ...more })}`;
}

/** Pages that need no job. */
async function takeCreate(url) {
  for (const colorScheme of ['light', 'dark']) {
    const ready = '.shoot:not(:disabled)';
    await take(`create-desktop-${colorScheme}`, { url: url + lantern({ takes }), viewport: wide, colorScheme, ready });
    await take(`create-phone-${colorScheme}`, { url: url + lantern({ takes }), viewport: phone, colorScheme, ready });
    await take(`why-these-desktop-${colorScheme}`, {
      url: url + lantern({ why: 'open' }),
      viewport: wide,
      colorScheme,
      ready: '.plot',
      scrollTo: '.why',
    });
  }
  const shots = [
    ['empty-create-desktop-light', '#/create', wide, 'light', '.card'],
    ['ranking-desktop-light', lantern({ why: 'open', compare: 'guide' }), wide, 'light', '.plot', '.ranking'],
    ['ranking-phone-dark', lantern({ why: 'open' }), phone, 'dark', '.plot', '.ranking'],
    ['why-desktop-light', lantern({ model: pick }), desktop, 'light', '.score-parts'],
    ['reason-phone-light', lantern({ model: 'google/veo-3.1' }), phone, 'light', '.verdict'],
    ['request-desktop-dark', lantern({ model: pick, tab: 'request' }), desktop, 'dark', '.code'],
    ['run-desktop-light', lantern({ model: pick, tab: 'run' }), desktop, 'light', '.buy'],
    ['run-phone-dark', lantern({ model: pick, tab: 'run' }), phone, 'dark', '.buy'],
    ['no-model-desktop-light', lantern({ maxUsd: '0.001' }), desktop, 'light', '.nearest'],
    [
      'read-as-settings-desktop-dark',
      '#/create?s=a+looping+5+second+clip+from+this+photo+at+24+fps%2C+1080p',
      desktop,
      'dark',
      '.card',
    ],
    ['empty-takes-desktop-light', '#/takes', desktop, 'light', '.empty'],
    ['empty-jobs-desktop-light', '#/jobs', desktop, 'light', '.empty'],
    ['models-desktop-light', '#/models', desktop, 'light', '.model-grid'],
    ['settings-desktop-light', '#/settings', desktop, 'light', '.budgets'],
  ];
  for (const [name, hash, viewport, colorScheme, ready, scrollTo] of shots) {
    await take(name, { url: url + hash, viewport, colorScheme, ready, scrollTo });
  }
}

/** Three takes on their way, done, voted on blind; the strip, the jobs and the spend. */
async function takeTakes(url) {
  const page = await newPage({ viewport: wide, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(url + lantern({ takes }));
  await page.locator('.shoot').click();
  await page.locator('.take .job-time').nth(2).waitFor();
  await page.waitForTimeout(2500);
  await shoot(page, 'takes-under-way-desktop-light');
  await page.locator('.take video').nth(2).waitFor({ timeout: 90_000 });
  await page.getByRole('slider', { name: 'Time of all takes' }).fill('1.6');
  await page.waitForTimeout(1500);
  for (const [viewport, place] of [
    [wide, 'desktop'],
    [phone, 'phone'],
  ]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await shoot(page, `takes-${place}-${colorScheme}`);
    }
  }
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByLabel('Hide the models until I vote').click();
  await page.getByRole('heading', { name: 'Take A' }).waitFor();
  await shoot(page, 'takes-blind-desktop-light');
  await page
    .getByRole('button', { name: /^This one is best/ })
    .first()
    .click();
  await page.getByText('Your vote is counted').waitFor();
  await page.getByText('Your vote is counted').evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await page.waitForTimeout(500);
  await shoot(page, 'takes-voted-desktop-light');
  const others = [
    ['A red kite over a yellow field', '16:9', 'bytedance/seedance-2.0-mini alibaba/wan-3.0'],
    ['Rain on a taxi window at night, neon behind it', '16:9', 'alibaba/wan-3.0'],
  ];
  for (const [text, aspectRatio, models] of others) {
    await page.goto('about:blank');
    await page.goto(url + lantern({ prompt: text, aspectRatio, durationSeconds: '4', takes: models }));
    await page.locator('.shoot:not(:disabled)').click();
    await page
      .locator('.take video')
      .nth(models.split(' ').length - 1)
      .waitFor({ timeout: 90_000 });
  }
  const [first] = await page.evaluate(async () => (await (await fetch('/v1/jobs')).json()).jobs);
  for (const [hash, name, ready] of [
    ['#/takes', 'strip', '.tile img'],
    ['#/jobs', 'jobs', '.job-row img'],
    ['#/spend', 'spend', '.ledger-charts svg'],
    [`#/jobs/${first.id}`, 'job', '.job-card video'],
  ]) {
    await page.goto(url + hash);
    await page.locator(ready).last().waitFor();
    await page.waitForTimeout(1500);
    for (const [viewport, place, colorScheme] of [
      [desktop, 'desktop', 'light'],
      [desktop, 'desktop', 'dark'],
      [phone, 'phone', 'light'],
    ]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(600);
      await shoot(page, `${name}-${place}-${colorScheme}`);
    }
    await page.setViewportSize(wide);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.close();
}

/** A project before it is shot, and after; a comparison as those see it who have its link. */
async function takeProject(url) {
  const page = await newPage({ viewport: wide, colorScheme: 'light' });
  await page.goto(`${url}#/takes`);
  await page.getByLabel('Name of the new project').fill('The lantern film');
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByText('Shared look').waitFor();
  const shots = [
    ['lake', 'Wide shot of a lake at dusk, mist over the water', 1],
    ['hands', 'Close-up of hands folding a red paper lantern', 2],
    ['light', 'The lantern is lit, warm light on a face', 3],
    ['launch', 'The lantern is set on the water and drifts off', 1],
    ['night', 'Hundreds of lanterns over a dark lake, slow dolly in', 2],
    ['dawn', 'A burnt-out lantern on a grey shore at dawn', 1],
  ];
  const rows = shots.map(([id, text, count]) => `${id},"${text}",${count}`);
  await page.getByLabel('Import a shot list, with its pictures').setInputFiles({
    name: 'lantern.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['id,prompt,takes', ...rows].join('\n')),
  });
  await page.locator('.film .tile').nth(5).waitFor();
  await page.getByLabel('Budget of the project').fill('4');
  await page.getByText('Shared look').click();
  await page.getByLabel('Length').fill('4');
  await page.getByRole('radio', { name: '480p' }).check();
  await page.getByRole('radio', { name: '16:9' }).check();
  await page.getByRole('radio', { name: 'without sound' }).check();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(500);
  await shoot(page, 'project-look-desktop-light');
  await page.getByText('Shared look').click();
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(400);
  await shoot(page, 'project-planned-desktop-light');
  await page.locator('.shoot').click();
  await page.locator('.film .tile img').nth(5).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(3000);
  for (const [viewport, place, colorScheme] of [
    [wide, 'desktop', 'light'],
    [wide, 'desktop', 'dark'],
    [phone, 'phone', 'light'],
  ]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(500);
    await shoot(page, `project-${place}-${colorScheme}`);
  }
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('.film .tile a').nth(2).click();
  await page.locator('.take video').nth(2).waitFor();
  await page.getByRole('button', { name: 'Make a link that only shows' }).click();
  const link = await page.getByLabel('Link that only shows this comparison').inputValue();
  await page.goto(link);
  await page.locator('.take video').nth(2).waitFor();
  await page.getByRole('slider', { name: 'Time of all takes' }).fill('1.6');
  await page.waitForTimeout(1500);
  await shoot(page, 'comparison-desktop-light');
  await page.close();
}

/** What stands there when something is in the way: an order before, a budget, an outcome that is not known, no gateway. */
async function takeTroubles(url) {
  const page = await newPage({ viewport: desktop, colorScheme: 'light' });
  await page.goto(url + lantern({ model: pick, tab: 'run' }));
  await page.locator('.buy').click();
  await page.waitForURL(/#\/jobs\/./);
  await page.goto('about:blank');
  await page.goto(url + lantern({ model: pick, tab: 'run' }));
  await page.locator('dialog .ordered-before').waitFor();
  await shoot(page, 'ordered-before-desktop-light');
  await page.goto('about:blank');
  const dear = {
    durationSeconds: '10',
    resolution: '1080p',
    audio: 'true',
    model: 'bytedance/seedance-2.0',
    tab: 'run',
  };
  await page.goto(url + lantern(dear));
  await page.locator('dialog .notice.failure').waitFor();
  await shoot(page, 'over-budget-desktop-light');
  await page.goto('about:blank');
  const [job] = await page
    .goto(`${url}v1/jobs`)
    .then((answer) => answer.json())
    .then(({ jobs }) => jobs);
  const lost = { ...job, status: 'unknown', ended: false, watched: false, files: [], resumable: true, billedUsd: null };
  const reason = { code: 'died_while_submitting', worker: null };
  await page.route(`**/v1/jobs/${job.id}`, (route) => route.fulfill({ json: { ...lost, reason, progress: null } }));
  await page.goto(`${url}#/jobs/${job.id}`);
  await page.locator('.settle').waitFor();
  await page.getByText('Today').waitFor();
  await shoot(page, 'unknown-outcome-desktop-light');
  await page.setViewportSize(phone);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForTimeout(500);
  await shoot(page, 'unknown-outcome-phone-dark');
  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.route('**/v1/health', (route) => route.abort());
  await page.goto('about:blank');
  await page.goto(`${url}#/jobs`);
  await page.locator('.notice').waitFor();
  await shoot(page, 'offline-desktop-light');
  await page.close();
}

async function take(name, { url, viewport, colorScheme, ready, scrollTo }) {
  const page = await newPage({ viewport, colorScheme });
  await page.goto(url);
  await page.locator(ready).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(400);
  if (scrollTo) await page.locator(scrollTo).evaluate((element) => element.scrollIntoView());
  await shoot(page, name);
  await page.close();
}

async function shoot(page, name) {
  // What the pointer happens to lie on looks as if it were chosen.
  await page.mouse.move(0, 0);
  const png = smallPng(await page.screenshot(), mostBytes);
  await writeFile(join(folder, `${name}.png`), png);
  console.log(`${name}.png ${(png.length / 1000).toFixed(0)} kB`);
}
