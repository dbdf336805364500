import { bundledCatalog, type Catalog } from '@shotcaller/core';
import type { Page } from 'playwright-core';
import { openStudio } from './open-studio.ts';

export interface Slide {
  /** Milliseconds from a slider's event to the new ranking in the document, ranking and rendering both: the median of many. */
  readonly medianMs: number;
  /** How many different rankings the page showed on the way. */
  readonly rankings: number;
}

/** Moves a slider of the page to and fro, over a catalogue of so many models. */
export async function moveSlider(models: number): Promise<Slide> {
  const catalog = catalogOf(models);
  const studio = await openStudio({ shotcaller: { catalog: async () => catalog } });
  // No `await using`: bench/studio.mjs has Node 20 run this as it is.
  try {
    const page = await studio.open('#/create?why=open&durationSeconds=5&resolution=720p&aspectRatio=9%3A16');
    await page.getByText(`${models} models; evidence`).waitFor({ state: 'attached' });
    await page.locator('.plot').waitFor();
    return summaryOf(await stepsOf(page));
  } finally {
    await studio[Symbol.asyncDispose]();
  }
}

function summaryOf(steps: readonly Step[]): Slide {
  const times = steps.map(({ ms }) => ms).toSorted((one, other) => one - other);
  return {
    medianMs: times[Math.floor(times.length / 2)]!,
    rankings: new Set(steps.map(({ ranking }) => ranking)).size,
  };
}

interface Step {
  readonly ms: number;
  readonly ranking: string;
}

function stepsOf(page: Page): Promise<readonly Step[]> {
  return page.evaluate(async () => {
    const slider = document.querySelector<HTMLInputElement>('input[type=range]')!;
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
    const steps: { ms: number; ranking: string }[] = [];
    for (let step = 0; step < 60; step += 1) {
      setValue.call(slider, String(5 + ((step * 37) % 90)));
      const begun = performance.now();
      // React renders such an event before it returns.
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      steps.push({ ms: performance.now() - begun, ranking: document.querySelector('.ranking')?.textContent ?? '' });
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
    return steps.slice(10);
  });
}

function catalogOf(count: number): Catalog {
  const { models } = bundledCatalog;
  return {
    ...bundledCatalog,
    models: Array.from({ length: count }, (_, at) => {
      const model = models[at % models.length]!;
      return at < models.length ? model : { ...model, id: `${model.id}-${at}` };
    }),
  };
}
