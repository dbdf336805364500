/**
 * Shotcaller for tests: its own empty home, the simulator, and time that runs fast. Nothing is spent, nothing leaves the machine, and the
 * ledger of the user is not touched.
 * @module shotcaller/testing
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledCatalog, checkOptions } from '@shotcaller/core';
import { createSimulator, type Simulator, type SimulatorOptions, scaledClock } from '@shotcaller/simulator';
import { type Clock, systemClock } from './clock.ts';
import { type NamesOf, shotcallerOptions } from './known-options.ts';
import { createShotcaller, type Shotcaller, type ShotcallerOptions } from './shotcaller.ts';

/** How the service of a test behaves. Nothing here is required; `testShotcaller` throws `UnknownScenarioError` for a fault that there is not. */
export interface TestShotcallerOptions {
  /** Faults that the simulator acts out, such as `submit-reset,poll-503`. Default none. */
  readonly scenario?: string;
  /** Ids, waiting times, faults and clips follow from it. Default 1. */
  readonly seed?: number;
  /** More for the simulator. Default nothing. */
  readonly simulator?: Omit<SimulatorOptions, 'scenario' | 'seed' | 'clock' | 'stateDirectory'>;
  /** What your own code hands to `createShotcaller`: `caps`, `waiting`, `evidence`, … Default nothing. */
  readonly shotcaller?: TestedOptions;
}

type TestedOptions = Omit<ShotcallerOptions, 'apiKey' | 'baseUrl' | 'home' | 'databaseUrl' | 'ledger' | 'fetch'>;

/** A Shotcaller of its own for one test, and the service that it buys from. */
export interface TestShotcaller extends AsyncDisposable {
  readonly shotcaller: Shotcaller;
  /** What was bought and billed: `simulator.jobs`, `simulator.bills`. `setScenario` changes the faults. */
  readonly simulator: Simulator;
  /** Temporary folder of ledger and files; it goes with `close`. */
  readonly home: string;
  /** The time of both, 100 times as fast. Code of yours that checks the age of a webhook (`verifyDelivery`) needs it. */
  readonly clock: Clock;
  /** A further Shotcaller on the same home and service, as a process that starts anew would have it. */
  reopen(options?: TestedOptions): Shotcaller;
  /** Lets go of everything and removes the home. */
  close(): Promise<void>;
}

const simulatorOptions = {
  speed: true,
  catalog: true,
  creditsUsd: true,
  keyLimitUsd: true,
  inFlightBudgetUsd: true,
  jobsAtOnce: true,
  apiKeys: true,
  webhookSecret: true,
  allowInsecureCallbacks: true,
  fetch: true,
  lifetimeSeconds: true,
  maxBodyBytes: true,
  modelInClips: true,
  clipCacheBytes: true,
  clipThread: true,
} satisfies NamesOf<NonNullable<TestShotcallerOptions['simulator']>>;

const testOptions = {
  scenario: true,
  seed: true,
  simulator: simulatorOptions,
  shotcaller: shotcallerOptions,
} satisfies NamesOf<TestShotcallerOptions>;

/** Seconds that pass in a second: pauses and time limits are that much shorter. */
const clockSpeed = 100;
/** A clip is made in a tenth of the time that was measured for its model. */
const renderingSpeed = 10;
const pollEveryMs = 2000;

/**
 * A Shotcaller on a simulated service. A whole `run` takes a fraction of a second. `await using` closes it, or call `close`.
 *
 * Throws `UnknownScenarioError` of the simulator, and `OptionsError` for an option that there is not.
 */
export async function testShotcaller(options: TestShotcallerOptions = {}): Promise<TestShotcaller> {
  checkOptions('testShotcaller', options, testOptions);
  const { scenario = '', seed = 1 } = options;
  const clock = scaledClock(() => systemClock.now(), clockSpeed);
  const simulator = createSimulator({ speed: renderingSpeed, ...options.simulator, clock, scenario, seed });
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-test-'));
  const opened: Shotcaller[] = [];

  function reopen(more: TestedOptions = {}): Shotcaller {
    const shotcaller = createShotcaller({
      catalog: async () => bundledCatalog,
      placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + pollEveryMs, remainingSeconds: null }),
      clock,
      lookAtPictures: false,
      // A busy machine must not turn an answer that is on its way into an unknown outcome.
      submitTimeoutMs: 3_600_000,
      ...options.shotcaller,
      ...more,
      apiKey: 'sk-or-v1-test',
      home,
      fetch: (input, init) => simulator.fetch(input, init),
      foreignFetch: (input, init) => simulator.fetch(input, init),
    });
    opened.push(shotcaller);
    return shotcaller;
  }

  async function close(): Promise<void> {
    for (const shotcaller of opened.splice(0)) await shotcaller.close();
    await simulator.close();
    await rm(home, { recursive: true, force: true });
  }

  return { shotcaller: reopen(), simulator, home, clock, reopen, close, [Symbol.asyncDispose]: close };
}
