import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { painted } from './open-studio.ts';

/** Widths at which pages are looked at: a large and a small desktop, a phone, the narrowest that counts. */
const fourWidths = [1440, 1024, 390, 320] as const;

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds in a page at four widths; the page's security policy forbids it a script tag, so it is evaluated. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const axe = await readFile(fileURLToPath(import.meta.resolve('axe-core')), 'utf8');
  // A colour on its way from one to the other has a contrast that nobody reads.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const findings: string[] = [];
  for (const width of fourWidths) {
    await page.setViewportSize({ width, height: 800 });
    await painted(page);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
    );
    findings.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `at ${width}: ${id} at ${target.join(' ')}: ${failureSummary}`),
      ),
    );
  }
  return findings;
}

/** Presses Tab until the focused element says this. */
export async function tabTo(page: Page, name: RegExp, mostPresses = 120): Promise<void> {
  for (let presses = 0; presses < mostPresses; presses += 1) {
    await page.keyboard.press('Tab');
    const said = await page.evaluate(() => {
      const element = document.activeElement;
      return `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent?.trim() ?? ''}`;
    });
    if (name.test(said)) return;
  }
  throw new Error(`Tab does not reach ${name}.`);
}
