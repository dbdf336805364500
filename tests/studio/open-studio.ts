import type { SimulatorOptions } from '@shotcaller/simulator';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { GatewayOptions } from '../../packages/shotcaller/src/gateway/options.ts';
import type { ShotcallerOptions } from '../../packages/shotcaller/src/shotcaller-interface.ts';
import { type SimulatedGateway, simulatedGateway } from '../../packages/shotcaller/test/gateway/simulated-gateway.ts';
import { launchChromium } from '../chromium.mjs';
import { patienceMs } from '../patience.ts';
import { builtStudio } from './built-studio.ts';

export interface Studio extends AsyncDisposable {
  readonly url: string;
  readonly server: SimulatedGateway;
  /** Opens a tab at `#/choose?…` or another place. Tabs share one browser profile. */
  open(hash?: string): Promise<Page>;
  /** What went wrong in any tab: page errors, console errors, breaches of the content security policy. */
  readonly complaints: string[];
}

export interface StudioOptions {
  readonly context?: BrowserContextOptions;
  readonly simulator?: SimulatorOptions;
  readonly gateway?: Partial<GatewayOptions>;
  readonly shotcaller?: Partial<ShotcallerOptions>;
}

/** The built page in Chromium, served by the real gateway over the simulator, under its real headers. */
export async function openStudio({ context, ...parts }: StudioOptions = {}): Promise<Studio> {
  const studioFolder = await builtStudio();
  const server = await simulatedGateway({ ...parts, gateway: { studioFolder, ...parts.gateway } });
  const listening = await server.gateway.listen();
  const browser: Browser = await launchChromium();
  const profile = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  profile.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  return {
    url: `${listening.url}/`,
    server,
    complaints,
    async open(hash = '') {
      const page = await profile.newPage();
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        dialog.dismiss();
      });
      await page.goto(`${listening.url}/${hash}`);
      await page.getByRole('navigation', { name: 'Pages' }).waitFor();
      return page;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Resolves when the page has been drawn once more, with all that was due by then. */
export function painted(page: Page): Promise<unknown> {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** The pick as the page shows it: an id. */
export function pickOf(page: Page): Promise<string> {
  return page.locator('#pick-title .model-name').innerText();
}

/** Opens the field of a setting on the page Create. */
export async function openChip(
  page: Page,
  name: 'Length' | 'Shape' | 'Resolution' | 'Sound' | 'Frames' | 'References' | 'Limits' | 'More',
): Promise<void> {
  const chip = page.locator(`[data-chip=${name.toLowerCase()}]`);
  if ((await chip.getAttribute('aria-expanded')) === 'false') await chip.click();
}

/** What a chip says: `5 s`. */
export function chipOf(page: Page, name: string): Promise<string> {
  return page.locator(`[data-chip=${name}] .chip-value`).innerText();
}
