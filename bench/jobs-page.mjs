// Whether the page of jobs scrolls from the newest of 10,000 jobs to the oldest without a task of the browser over 50 ms.
import { chromiumPath, noChromium } from '../tests/chromium.mjs';
import { withSources } from './_load-source.mjs';

const jobs = 10_000;
const longTaskMs = 50;

export default async function measure() {
  const name = 'longest task while 10,000 jobs scroll by / 50 ms';
  if (!chromiumPath) return [{ name, skipped: noChromium }];
  return withSources(async (load) => {
    const { scrollJobs } = await load('../tests/studio/scroll-jobs.ts');
    const { longestMs, longTasks, rows, seconds } = await scrollJobs(jobs);
    const detail = `${longTasks} long tasks, the longest ${longestMs.toFixed(0)} ms; ${rows} rows in the document; ${seconds.toFixed(0)} s to the end`;
    return [{ name, ratio: longestMs / longTaskMs, limit: 1, detail }];
  });
}
