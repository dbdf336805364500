import { createSimulator, type ManualClock, manualClock, type Simulator, type SimulatorOptions } from '../src/index.ts';

export const key = 'sk-or-v1-simulator-tests';
export const base = 'http://simulator.test/api/v1';

// biome-ignore lint/suspicious/noExplicitAny: a body from the wire; the assertion that follows is its check.
export type Json = any;

export async function jsonOf(answer: Response | Promise<Response>): Promise<Json> {
  return (await answer).json();
}

export interface Rig {
  readonly simulator: Simulator;
  readonly clock: ManualClock;
  /** Asks a path below /api/v1 with the key. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly submit: (body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Submits, waits out the job, and returns the last poll. */
  readonly finish: (body: unknown, headers?: Record<string, string>) => Promise<Json>;
}

export const lantern = {
  model: 'google/veo-3.1-lite',
  prompt: 'A lantern on a lake',
  duration: 4,
  resolution: '720p',
  aspect_ratio: '16:9',
  generate_audio: false,
};

/** A simulator with a clock that stands still, and the calls that tests make of it. */
export function rig(options: SimulatorOptions = {}): Rig {
  const clock = (options.clock as ManualClock | undefined) ?? manualClock();
  const simulator = createSimulator({ ...options, clock });
  const headers = { authorization: `Bearer ${key}` };
  const ask: Rig['ask'] = (path, init = {}) =>
    simulator.fetch(path.startsWith('http') ? path : `${base}${path}`, {
      ...init,
      headers: { ...headers, ...init.headers },
    });
  const submit: Rig['submit'] = (body, more = {}) =>
    ask('/videos', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...more },
    });
  return {
    simulator,
    clock,
    ask,
    submit,
    async finish(body, more) {
      const { id, error } = await jsonOf(submit(body, more));
      if (error) throw new Error(JSON.stringify(error));
      await clock.advance(4 * 3600 * 1000);
      return (await ask(`/videos/${id}`)).json();
    },
  };
}
