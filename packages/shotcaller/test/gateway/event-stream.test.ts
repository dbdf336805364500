import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createEventHub } from '../../src/gateway/events/hub.ts';
import { eventStream } from '../../src/gateway/events/stream.ts';
import { clipOf } from '../../src/gateway/jobs/clip-of.ts';
import { localCaller } from '../../src/gateway/keys/caller.ts';
import { sampleAttempt, sampleJob } from '../jobs/sample-job.ts';
import { readEvents } from './read-events.ts';

const job = sampleJob({ id: 'run-1' });
const attempt = sampleAttempt({ id: 'run-1', jobId: 'run-1', state: 'running' });
const snapshot = { job, clip: clipOf(job.brief), attempts: [attempt] };
const at = '2026-11-22T10:00:01.000Z';

/** A hub of events whose jobs cannot be shown for a while, and a stream of them. */
function streamOf({ lastId }: { readonly lastId?: string } = {}) {
  const troubles: unknown[] = [];
  const state = { isBroken: true };
  const hub = createEventHub({
    run: 'run',
    now: () => Date.parse(at),
    jobsNow: () => Date.parse(at),
    isCarried: () => true,
    movedSince: async () => [snapshot],
    viewOptions() {
      if (state.isBroken) throw new RangeError('This job cannot be shown.');
      return { nowMs: Date.parse(at), unknownMayRecover: false, isWatched: true, showsPaths: false };
    },
  });
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  const stream = eventStream({
    hub,
    caller: localCaller,
    hello: { kind: 'hello', at, mode: 'local', simulated: true },
    lastId,
    jobId: undefined,
    clock: systemClock,
    signal: ended.signal,
    keyWatch: { holds: async () => true, watch: () => () => undefined },
    onEnd: () => undefined,
    onTrouble: (error) => troubles.push(error),
  });
  return { hub, state, troubles, response: new Response(stream) };
}

test.each([
  ['that happens', undefined],
  ['that was missed', '2026-11-22T09:00:00.000Z.other-7'],
])(
  'an event %s and cannot be told is noted and told as a reset, and what happens next is told again',
  async (_, lastId) => {
    const { hub, state, troubles, response } = streamOf(lastId === undefined ? {} : { lastId });
    const move = () => hub.publish({ kind: 'state', attempt, from: 'submitted', at }, snapshot);
    if (lastId === undefined) move();
    const isReset = new Promise<void>((resolve) => {
      const look = () => (troubles.length > 0 ? resolve() : setImmediate(look));
      look();
    });
    await isReset;
    state.isBroken = false;
    move();
    const events = await readEvents(response, ({ length }) => length === 3);
    expect(events.map(({ event }) => event.kind)).toEqual(['hello', 'reset', 'job']);
    expect(troubles).toMatchObject([{ name: 'RangeError' }]);
  },
);
