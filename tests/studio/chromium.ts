import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const programs = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Where the browser is; `undefined` on a machine without one. */
export const chromiumPath = programs.find((path) => path !== undefined && path !== '' && existsSync(path));

/** Whether these tests are left out: a machine without Chromium leaves them out and says so, CI never does. */
export const isWithoutChromium = chromiumPath === undefined && process.env.CI !== 'true';
if (isWithoutChromium) {
  console.warn('The studio’s tests need Chromium: apt-get install chromium, or set CHROMIUM_PATH. They are skipped.');
}

export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) {
    throw new Error('The studio’s tests need Chromium: apt-get install chromium, or set CHROMIUM_PATH.');
  }
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
