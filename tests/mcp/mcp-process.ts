import { bundledCatalog } from '@shotcaller/core';
import { systemClock } from '../../packages/shotcaller/src/clock.ts';
import { createLocalJobs } from '../../packages/shotcaller/src/mcp/local-jobs.ts';
import { serveOverStdio } from '../../packages/shotcaller/src/mcp/stdio.ts';
import { createParts } from '../../packages/shotcaller/src/shotcaller-parts.ts';
import { localDoor } from '../../packages/shotcaller/test/mcp/local-door.ts';

/** What the parent tells a server process, as JSON in the first argument. */
export interface McpTask {
  readonly home: string;
  /** Base URL of the simulated service. */
  readonly upstream: string;
  /** Time between two polls of a job. */
  readonly pollMs: number;
}

const { home, upstream, pollMs } = JSON.parse(process.argv[2] ?? '{}') as McpTask;
const parts = createParts({
  home,
  apiKey: 'sk-or-v1-process',
  baseUrl: upstream,
  fetch: (input, init) => fetch(input, init),
  catalog: async () => bundledCatalog,
  placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + pollMs, remainingSeconds: null }),
});
const jobs = createLocalJobs(parts.jobs, { onTrouble: (_jobId, error) => console.error(error) });
const { closed } = serveOverStdio({ ...localDoor, parts, jobs });
await closed;
await jobs.close();
await parts.close();
