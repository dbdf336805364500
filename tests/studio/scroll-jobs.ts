import { fillLedger } from './fill-ledger.ts';
import { openStudio } from './open-studio.ts';

export interface ScrolledJobs {
  /** The longest task of the browser while somebody scrolled, in milliseconds; 0: none was longer than 50. */
  readonly longestMs: number;
  readonly longTasks: number;
  /** Rows in the document at the end. */
  readonly rows: number;
  readonly seconds: number;
}

/** Scrolls the page of jobs from the newest of so many to the oldest, a screen a frame. */
export async function scrollJobs(count: number): Promise<ScrolledJobs> {
  await using studio = await openStudio({ simulator: { speed: 500 } });
  await fillLedger(studio.server.ledger, count);
  const page = await studio.open('#/jobs');
  await page.locator('.job-row').nth(10).waitFor();
  const begunMs = performance.now();
  const { tasks, rows } = await page.evaluate(async () => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ type: 'longtask' });
    const isAtEnd = () =>
      document.querySelector('.job-list')?.lastElementChild?.textContent?.includes('clip number 0 ');
    while (!isAtEnd()) {
      scrollBy(0, innerHeight);
      await new Promise(requestAnimationFrame);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    return { tasks, rows: document.querySelectorAll('.job-row').length };
  });
  return {
    longestMs: Math.max(0, ...tasks),
    longTasks: tasks.length,
    rows,
    seconds: (performance.now() - begunMs) / 1000,
  };
}
