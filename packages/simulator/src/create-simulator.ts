import { createClipMaker } from './clips/clip-maker.ts';
import type { Clock } from './clock.ts';
import { type AppContext, createApp } from './http/app.ts';
import { fetchFrom } from './http/fetch-from.ts';
import { type Listening, type ListenOptions, listen } from './http/listen.ts';
import type { BookedBill, BookedChat, Delivery, Job } from './job.ts';
import type { SimulatorOptions } from './options.ts';
import { createSimulation } from './simulation.ts';

/** OpenRouter's video API in this process: its answers, and what was bought from it. */
export interface Simulator {
  /**
   * Answers a request to any origin, without a socket: `https://anything/api/v1/videos`. Where a scenario cuts the
   * connection it throws `TypeError('fetch failed')`, as the built-in fetch does.
   */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** Serves HTTP on loopback. */
  listen(options?: ListenOptions): Promise<Listening>;
  readonly clock: Clock;
  /** Every accepted submit, oldest first: how tests count the jobs bought. */
  readonly jobs: readonly Job[];
  readonly bills: readonly BookedBill[];
  /** Every chat that was billed, oldest first. */
  readonly chats: readonly BookedChat[];
  readonly deliveries: readonly Delivery[];
  /** Replaces the scenarios that hold for every request. Throws UnknownScenarioError. */
  setScenario(text: string): void;
  /** Back to an empty account, with the scenarios of the options. */
  reset(): void;
  /** Stops servers, timers and the clip thread. */
  close(): Promise<void>;
}

/** OpenRouter's video API, offline: real clips, real bills, real faults. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const simulation = createSimulation(options);
  const clips = createClipMaker({
    cacheBytes: options.clipCacheBytes ?? 128 * 2 ** 20,
    thread: options.clipThread ?? true,
  });
  const context: AppContext = {
    simulation,
    clips,
    allowInsecureCallbacks: options.allowInsecureCallbacks ?? false,
    lifetimeSeconds: options.lifetimeSeconds ?? 10_800,
    maxBodyBytes: options.maxBodyBytes ?? 64 * 2 ** 20,
    modelInClips: options.modelInClips ?? true,
    apiKeys: options.apiKeys,
    requests: [],
    pollCounts: new Map(),
  };
  const app = createApp(context);
  const answer = async (request: Request) => app.fetch(request);
  const servers = new Set<Listening>();

  return {
    clock: simulation.clock,
    fetch: (input, init) => fetchFrom(answer, new Request(input, init)),
    async listen(listenOptions) {
      const server = await listen(answer, listenOptions);
      servers.add(server);
      return server;
    },
    get jobs() {
      simulation.store.refresh();
      simulation.settleDue();
      return [...simulation.store.jobs.values()];
    },
    get bills() {
      simulation.store.refresh();
      simulation.settleDue();
      return [...simulation.store.bills.values()];
    },
    get chats() {
      simulation.store.refresh();
      return simulation.store.chats;
    },
    get deliveries() {
      return [...simulation.store.deliveries];
    },
    setScenario: (text) => simulation.setScenario(text),
    reset() {
      simulation.reset();
      context.requests.length = 0;
      context.pollCounts.clear();
    },
    async close() {
      await Promise.all([...servers].map((server) => server.close()));
      simulation.close();
      await clips.close();
    },
  };
}
