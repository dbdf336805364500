/** A part of the tests that `npm test` leaves to `npm run test:all`. */
export interface LongPart {
  readonly name: string;
  readonly files: readonly string[];
  /** Why it is not among the quick ones. */
  readonly reason: string;
  /**
   * Drives programs of others (a browser, published clients, installers, servers) that have moments of their own: in CI, a test that failed
   * is tried once more, and the closing lines name it. What guards money has one try.
   */
  readonly isOfOthers?: true;
}

export const longParts: readonly LongPart[] = [
  {
    name: 'every door',
    files: ['tests/one-answer/*.test.ts'],
    reason: 'Asks every door each question in six situations.',
  },
  {
    name: 'built commands and examples',
    files: [
      'tests/command-line/*.test.ts',
      'tests/documentation/snippets.test.ts',
      'tests/examples/*.test.ts',
      'tests/upgrade/*.test.ts',
      'tests/gateway/restart.test.ts',
      'tests/agents/*.test.ts',
      'packages/shotcaller/test/cli/completion.test.ts',
      'packages/shotcaller/test/cli/typed-ahead.test.ts',
      'packages/shotcaller/test/outbound/proxies.test.ts',
    ],
    reason: 'Starts the built commands and the examples, each time as a process of its own.',
  },
  {
    name: 'drawn clips',
    files: ['packages/simulator/test/clips.test.ts'],
    reason: 'Draws clips of every size and sound, and has ffprobe read them.',
  },
  {
    name: 'crash matrix',
    files: ['tests/crash/*.test.ts', 'packages/shotcaller/test/jobs/let-go.test.ts'],
    reason: 'Starts some 500 processes and kills most of them.',
  },
  {
    name: 'batches',
    files: [
      'tests/batch/*.test.ts',
      ...['forecast', 'list-limits', 'run-batch'].map((name) => `packages/shotcaller/test/batch/${name}.test.ts`),
      'packages/shotcaller/test/cli/batch.test.ts',
      'packages/shotcaller/test/cli/compare.test.ts',
    ],
    reason: 'Makes some 500 clips, plays thousands of batches through, and kills the process that buys one.',
  },
  {
    name: 'Chromium',
    files: ['tests/studio/*.test.ts', 'packages/simulator/test/chromium.test.ts'],
    reason: 'Needs a browser, and builds the page.',
    isOfOthers: true,
  },
  {
    name: 'published clients',
    files: ['tests/gateway/clients.test.ts', 'tests/clients/*.test.ts', 'packages/simulator/test/clients.test.ts'],
    reason: 'Needs packages that `npm ci` does not install, and waits out their pauses.',
    isOfOthers: true,
  },
  {
    name: 'several gateways',
    files: [
      'tests/gateway/several-gateways.test.ts',
      'tests/gateway/equal-orders.test.ts',
      'tests/fleet/rolling-restart.test.ts',
      'tests/fleet/chaos.test.ts',
      'packages/shotcaller/test/batch/two-machines.test.ts',
    ],
    reason: 'Kills gateways and waits until the leases of their jobs are over.',
  },
  {
    name: 'whole ledgers',
    files: [
      'absurd-bills',
      'archive-ledger',
      'ledger-equals-bills',
      'move-ledger',
      'postgres-settings',
      'postgres-troubles',
      'several-processes',
      'spend-lines',
      'store-contract',
      'told-after-the-post',
    ].map((name) => `packages/shotcaller/test/jobs/${name}.test.ts`),
    reason: 'Fills ledgers, in SQLite and PostgreSQL, and adds them up again.',
  },
  {
    name: 'dashboard and alerts',
    files: ['tests/fleet/prometheus.test.ts'],
    reason: 'Starts two gateways, PostgreSQL and Prometheus, and waits for scrapes.',
    isOfOthers: true,
  },
  {
    name: 'S3 signatures',
    files: ['tests/fleet/s3-signatures.test.ts'],
    reason: 'Starts the four servers of a real object store.',
    isOfOthers: true,
  },
  {
    name: 'deployment',
    files: ['tests/fleet/deploy.test.ts'],
    reason: 'Installs what the image holds from the registry, and starts it.',
    isOfOthers: true,
  },
  {
    name: 'agents',
    files: [
      'tests/mcp/*.test.ts',
      'packages/shotcaller/test/mcp/attacks.test.ts',
      'packages/shotcaller/test/mcp/later-on.test.ts',
      'packages/shotcaller/test/mcp/spending.test.ts',
    ],
    reason:
      'An agent meets each fault of the simulator and every way to spend; published clients of the protocol are packages that `npm ci` does not install.',
  },
  {
    name: 'odd contents',
    files: ['tests/odd-contents/*.test.ts', 'packages/shotcaller/test/openrouter/download.test.ts'],
    reason: 'Serves some sixty odd clips to three doors and breaks downloads off, each with its waits between tries.',
  },
  {
    name: 'surroundings',
    files: ['tests/surroundings/*.test.ts'],
    reason: 'Stops processes, fills disks and closes terminals, each around a whole purchase.',
  },
  {
    name: 'growth of reading, properties of selections',
    files: [
      'packages/core/test/requirements/sentence-growth.test.ts',
      'packages/core/test/select/left-open.test.ts',
      'packages/core/test/select/properties.test.ts',
    ],
    reason: 'Reads some 600 texts of 16,000 characters, and answers some 2,000 briefs of chance.',
  },
  {
    name: 'packed packages',
    files: ['tests/packages/packed.test.ts', 'tests/packages/readme.test.ts'],
    reason: 'Installs the packed packages into an empty project, and three versions of Node, from the registry.',
    isOfOthers: true,
  },
  {
    name: 'docs site',
    files: ['tests/documentation/site.test.ts'],
    reason: 'Builds the site of the docs, with packages that `npm ci` does not install.',
    isOfOthers: true,
  },
  {
    name: 'tournament',
    files: ['tests/tournament/*.test.ts'],
    reason: 'Needs the published clients, and runs the built library.',
  },
];
