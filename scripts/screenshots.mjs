// Takes the pictures of the studio for the docs: the built page, served by `shotcaller serve` over the simulator, in Chromium.
// Needs `npm run build` and Chromium (apt-get install chromium, or CHROMIUM_PATH). Nothing is spent.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromiumPath, launchChromium, noChromium } from '../tests/chromium.mjs';
import { smallPng } from './small-png.mjs';

const program = fileURLToPath(new URL('../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const folder = process.env.SCREENSHOTS ?? fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
if (!chromiumPath) {
  console.error(`${noChromium}.`);
  process.exit(1);
}

const mostBytes = 200_000;
const lantern = '#/choose?s=a+5+second+vertical+clip+of+a+paper+lantern+on+a+dark+lake%2C+720p%2C+cheap%2C+no+sound';
const pick = 'bytedance%2Fseedance-2.0-mini';
const desktop = { width: 1280, height: 900 };
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const home = await mkdtemp(join(tmpdir(), 'shotcaller-screenshots-'));
await writeFile(join(home, 'config.json'), JSON.stringify({ caps: { perJobUsd: '2', perDayUsd: '5' } }));
const server = spawn(process.execPath, [program, 'serve', '--port', '0'], {
  env: { PATH: process.env.PATH, SHOTCALLER_HOME: home },
  stdio: ['ignore', 'pipe', 'pipe'],
});
const browser = await launchChromium();

try {
  const url = await addressOf(server);
  await mkdir(folder, { recursive: true });
  await takeChoice(url);
  await takeJobs(url);
  await takeContactSheet();
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  await rm(home, { recursive: true, force: true });
}

/** The contact sheet of the film of the examples. */
async function takeContactSheet() {
  const list = fileURLToPath(new URL('../examples/lantern-film/shots.yaml', import.meta.url));
  const words = ['batch', list, '--catalog', 'bundled', '--out', join(home, 'film')];
  const env = { PATH: process.env.PATH, SHOTCALLER_HOME: home };
  const batch = spawn(process.execPath, [program, ...words], { env, stdio: 'ignore' });
  await new Promise((resolve) => batch.once('exit', resolve));
  const url = pathToFileURL(join(home, 'film', 'contact-sheet.html')).href;
  await take('contact-sheet', { url, viewport: wide, colorScheme: 'light', ready: 'video' });
}

/** Pages that need no job. */
async function takeChoice(url) {
  for (const colorScheme of ['light', 'dark']) {
    await take(`choose-desktop-${colorScheme}`, { url: url + lantern, viewport: wide, colorScheme, ready: '.plot' });
    await take(`choose-phone-${colorScheme}`, { url: url + lantern, viewport: phone, colorScheme, ready: '.plot' });
    await take(`why-desktop-${colorScheme}`, {
      url: `${url}${lantern}&model=${pick}`,
      viewport: desktop,
      colorScheme,
      ready: '.score-parts',
    });
  }
  const shots = [
    ['ranking-desktop-light', `${lantern}&compare=guide`, wide, 'light', '.plot', '.ranking'],
    ['ranking-phone-dark', lantern, phone, 'dark', '.plot', '.ranking'],
    ['reason-phone-light', `${lantern}&model=google%2Fveo-3.1`, phone, 'light', '.apply'],
    ['request-desktop-dark', `${lantern}&model=${pick}&tab=request`, desktop, 'dark', '.code'],
    ['run-desktop-light', `${lantern}&model=${pick}&tab=run`, desktop, 'light', '.buy'],
    ['run-phone-dark', `${lantern}&model=${pick}&tab=run`, phone, 'dark', '.buy'],
    [
      'nobody-fits-desktop-light',
      '#/choose?durationSeconds=5&resolution=720p&maxUsd=0.001',
      desktop,
      'light',
      '.nearest',
    ],
    [
      'not-understood-desktop-dark',
      '#/choose?s=a+looping+5+second+clip+from+this+photo+at+24+fps%2C+1080p',
      desktop,
      'dark',
      '.plot',
    ],
    ['empty-jobs-desktop-light', '#/jobs', desktop, 'light', '.empty'],
    ['catalogue-desktop-light', '#/catalogue', desktop, 'light', '.model-grid'],
  ];
  for (const [name, hash, viewport, colorScheme, ready, scrollTo] of shots) {
    await take(name, { url: url + hash, viewport, colorScheme, ready, scrollTo });
  }
}

/** A clip on its way and done, one over the budget, the list and the ledger. */
async function takeJobs(url) {
  const page = await browser.newPage({ viewport: desktop, colorScheme: 'light', reducedMotion: 'reduce' });
  const order = async (hash, model) => {
    await page.goto('about:blank');
    await page.goto(`${url}${hash}&model=${encodeURIComponent(model)}&tab=run`);
    await page.locator('.buy').click();
  };
  await order(lantern, 'bytedance/seedance-2.5');
  await page.locator('.job-card.running, .job-card.submitted').waitFor();
  await page.waitForTimeout(2500);
  await shoot(page, 'running-desktop-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(phone);
  await shoot(page, 'running-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desktop);
  await page.locator('video').waitFor({ timeout: 60_000 });
  await page.locator('video').evaluate((video) => {
    video.currentTime = 1;
    return new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
  });
  await shoot(page, 'done-desktop-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'done-desktop-dark');
  await page.setViewportSize(phone);
  await shoot(page, 'done-phone-dark');
  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'light' });
  for (const model of ['bytedance/seedance-1-5-pro', 'alibaba/wan-3.0', 'kwaivgi/kling-v3.0-std']) {
    await order(lantern, model);
    await page.locator('.job-card.done').waitFor({ timeout: 60_000 });
  }
  await order('#/choose?durationSeconds=10&resolution=1080p&prompt=a+lantern&audio=true', 'bytedance/seedance-2.0');
  await page.locator('.notice.failure').waitFor();
  await page.waitForTimeout(300);
  await shoot(page, 'over-budget-desktop-light');
  await page.close();
  for (const colorScheme of ['light', 'dark']) {
    await take(`ledger-desktop-${colorScheme}`, {
      url: `${url}#/ledger`,
      viewport: desktop,
      colorScheme,
      ready: '.ledger-charts svg',
    });
    await take(`jobs-desktop-${colorScheme}`, {
      url: `${url}#/jobs`,
      viewport: desktop,
      colorScheme,
      ready: '.job-row',
    });
  }
  await take('ledger-phone-light', {
    url: `${url}#/ledger`,
    viewport: phone,
    colorScheme: 'light',
    ready: '.ledger-charts svg',
  });
  await take('jobs-phone-light', { url: `${url}#/jobs`, viewport: phone, colorScheme: 'light', ready: '.job-row' });
}

async function take(name, { url, viewport, colorScheme, ready, scrollTo }) {
  const page = await browser.newPage({ viewport, colorScheme });
  await page.goto(url);
  await page.locator(ready).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(400);
  if (scrollTo) await page.locator(scrollTo).evaluate((element) => element.scrollIntoView());
  await shoot(page, name);
  await page.close();
}

async function shoot(page, name) {
  const png = smallPng(await page.screenshot(), mostBytes);
  await writeFile(join(folder, `${name}.png`), png);
  console.log(`${name}.png ${(png.length / 1000).toFixed(0)} kB`);
}

/** The first address that the server prints. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(`${found[0]}/`);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
}
