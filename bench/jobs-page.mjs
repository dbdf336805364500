// Whether the page of jobs scrolls from the newest of 10,000 jobs to the oldest without a task of the browser over 50 ms.
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { chromiumPath, noChromium } from '../tests/chromium.mjs';

const from = (path) => fileURLToPath(new URL(path, import.meta.url));
const jobs = 10_000;
const longTaskMs = 50;

export default async function measure() {
  const name = 'longest task while 10,000 jobs scroll by / 50 ms';
  if (!chromiumPath) return [{ name, skipped: noChromium }];
  const vite = await createServer({
    configFile: false,
    appType: 'custom',
    server: { middlewareMode: true, ws: false, watch: null },
    resolve: {
      alias: {
        '@shotcaller/core': from('../packages/core/src/index.ts'),
        '@shotcaller/simulator': from('../packages/simulator/src/index.ts'),
      },
    },
    logLevel: 'error',
  });
  try {
    const { scrollJobs } = await vite.ssrLoadModule(from('../tests/studio/scroll-jobs.ts'));
    const { longestMs, longTasks, rows, seconds } = await scrollJobs(jobs);
    const detail = `${longTasks} long tasks, the longest ${longestMs.toFixed(0)} ms; ${rows} rows in the document; ${seconds.toFixed(0)} s to the end`;
    return [{ name, ratio: longestMs / longTaskMs, limit: 1, detail }];
  } finally {
    await vite.close();
  }
}
