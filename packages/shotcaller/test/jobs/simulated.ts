import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledCatalog } from '@shotcaller/core';
import { createSimulator, type Simulator, type SimulatorOptions } from '@shotcaller/simulator';
import { createShotcaller, type Shotcaller, type ShotcallerOptions } from '../../src/shotcaller.ts';
import { hastyClockFrom } from './clocks.ts';

export interface Simulated extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly home: string;
  /** A further process's view of the same ledger and service, as far as one process can have it. */
  open(options?: Partial<ShotcallerOptions>): Shotcaller;
  /** Methods and paths that were asked of the service. */
  readonly requests: readonly string[];
}

/** A simulated service, a thousand times as fast as the real one, and an empty home. */
export async function simulate(options: SimulatorOptions = {}): Promise<Simulated> {
  const simulator = createSimulator({ speed: 1000, clipThread: false, ...options });
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-home-'));
  const opened: Shotcaller[] = [];
  const requests: string[] = [];
  return {
    simulator,
    home,
    requests,
    open(more = {}) {
      const shotcaller = createShotcaller({
        apiKey: 'sk-or-test',
        home,
        catalog: async () => bundledCatalog,
        fetch: (input, init) => {
          requests.push(`${init?.method ?? 'GET'} ${new URL(input).pathname}`);
          return simulator.fetch(input, init);
        },
        placePoll: (_job, nowMs) => ({ nextPollMs: nowMs + 100, remainingSeconds: null }),
        clock: hastyClock,
        ...more,
      });
      opened.push(shotcaller);
      return shotcaller;
    },
    async [Symbol.asyncDispose]() {
      for (const shotcaller of opened) await shotcaller.close();
      await simulator.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export const hastyClock = hastyClockFrom(Date.UTC(2026, 10, 22));

/** Four seconds, so that clips are made fast. */
export const clip = { prompt: 'a mug on a table', durationSeconds: 4, resolution: '480p', audio: false } as const;
