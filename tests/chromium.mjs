import { existsSync } from 'node:fs';

const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Where the browser is; `undefined` on a machine without one. */
export const chromiumPath = places.find((path) => path && existsSync(path));

/** What to do where there is none. */
export const noChromium = 'Chromium is not installed (apt-get install chromium, or set CHROMIUM_PATH)';

/** Starts the machine's Chromium without a window; `args` are further arguments of it. */
export async function launchChromium(args = []) {
  if (chromiumPath === undefined) throw new Error(noChromium);
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: chromiumPath,
    // A test's own limit is the one that ends it.
    timeout: 0,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}
