// Films the page for the docs: from an empty page to a starred take, in Chromium over the simulator. Needs `npm run build`, Chromium and
// ffmpeg. Nothing is spent. Writes docs/screenshots/takes.gif, less than 2 MB.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromiumPath, launchChromium, noChromium } from '../tests/chromium.mjs';
import { servedSimulator } from './served-simulator.mjs';

if (!chromiumPath) {
  console.error(`${noChromium}.`);
  process.exit(1);
}
const target = process.env.FILM ?? fileURLToPath(new URL('../docs/screenshots/takes.gif', import.meta.url));
const size = { width: 1200, height: 760 };
const frames = await mkdtemp(join(tmpdir(), 'shotcaller-film-'));
const server = await servedSimulator({});
const browser = await launchChromium();

try {
  const page = await browser.newPage({ viewport: size, colorScheme: 'light' });
  await page.addInitScript(() => localStorage.setItem('shotcaller-tour', 'seen'));
  const shots = [];
  await page.goto(`${server.url}#/create`, { waitUntil: 'networkidle' });
  await page.getByLabel('Describe the clip').waitFor();
  const stop = await record(page, shots);
  await act(page);
  await stop();
  await cut(shots);
  console.log(`${target} ${((await stat(target)).size / 1e6).toFixed(2)} MB, ${shots.length} frames`);
} finally {
  await browser.close();
  await server.close();
  await rm(frames, { recursive: true, force: true });
}

/** What is shown. */
async function act(page) {
  const prompt = page.getByLabel('Describe the clip');
  await page.waitForTimeout(800);
  await prompt.pressSequentially('A paper lantern drifts over a dark lake, 5 seconds, vertical, 480p, no sound', {
    delay: 35,
  });
  await page.waitForTimeout(1200);
  const ticks = page.locator('.card input');
  for (let at = 0; at < Math.min(3, await ticks.count()); at += 1) {
    await ticks.nth(at).check();
    await page.waitForTimeout(500);
  }
  await page.waitForTimeout(800);
  await page.locator('.shoot').click();
  await page.locator('.take video').nth(1).waitFor({ timeout: 90_000 });
  await page.waitForFunction(() => document.querySelectorAll('.take-wait').length === 0, undefined, {
    timeout: 90_000,
  });
  await page.waitForTimeout(800);
  await page.getByRole('button', { name: 'Play all' }).click();
  await page.waitForTimeout(5000);
  await page.getByRole('button', { name: 'Pause all' }).click();
  await page
    .getByRole('button', { name: /^This one is best/ })
    .first()
    .click();
  await page.getByText('Your vote is counted').waitFor();
  await page.mouse.wheel(0, 600);
  await page.waitForTimeout(2500);
}

/** Keeps every frame that Chromium draws, and when. */
async function record(page, shots) {
  const session = await page.context().newCDPSession(page);
  session.on('Page.screencastFrame', async ({ data, sessionId, metadata }) => {
    const path = join(frames, `${String(shots.length).padStart(5, '0')}.jpg`);
    shots.push({ path, atSeconds: metadata.timestamp, written: writeFile(path, Buffer.from(data, 'base64')) });
    await session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 92, everyNthFrame: 2 });
  return async () => {
    await session.send('Page.stopScreencast');
    await Promise.all(shots.map(({ written }) => written));
  };
}

/** Puts the frames together. Waiting is shown in at most two seconds. */
async function cut(shots) {
  const list = shots.flatMap(({ path, atSeconds }, at) => {
    const next = shots[at + 1]?.atSeconds ?? atSeconds + 2;
    return [`file '${path}'`, `duration ${Math.max(0.01, Math.min(2, next - atSeconds)).toFixed(3)}`];
  });
  const listed = join(frames, 'frames.txt');
  await writeFile(listed, `${list.join('\n')}\n`);
  const filter =
    'fps=8,scale=800:-1:flags=lanczos,split[one][other];[one]palettegen=max_colors=96[palette];[other][palette]paletteuse=dither=none:diff_mode=rectangle';
  await promisify(execFile)('ffmpeg', ['-y', '-f', 'concat', '-safe', '0', '-i', listed, '-vf', filter, target], {
    maxBuffer: 100_000_000,
  });
}
