import { type Clock, passed } from '../../clock.ts';
import type { KeyWatch } from '../guards/key-watch.ts';
import type { Caller } from '../keys/caller.ts';
import type { ServerEvent } from '../own-api/addresses/system.ts';
import type { EventHub, NumberedEvent } from './hub.ts';

export interface EventStreamOptions {
  readonly hub: EventHub;
  readonly caller: Caller;
  readonly hello: ServerEvent;
  /** `Last-Event-ID`. */
  readonly lastId: string | undefined;
  /** Only events of this order. */
  readonly jobId: string | undefined;
  readonly clock: Clock;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  readonly keyWatch: KeyWatch;
  readonly onEnd: () => void;
  /** An event could not be told. */
  readonly onTrouble: (error: unknown) => void;
}

/** A proxy that sees nothing for so long may cut the connection. */
const heartbeatMs = 15_000;
/** A reader that is so far behind is cut off; it comes back with the last id that it has seen. */
const mostWaiting = 500;

/** Server-sent events: hello, what was missed (or reset), then what happens. */
export function eventStream({
  hub,
  caller,
  hello,
  lastId,
  jobId,
  clock,
  signal,
  keyWatch,
  onEnd,
  onTrouble,
}: EventStreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const ended = new AbortController();
  const stop = () => ended.abort();
  let unsubscribe = () => undefined as unknown;

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if (ended.signal.aborted) return;
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < -mostWaiting) stop();
        };
        const wanted = ({ jobId: id }: NumberedEvent) => jobId === undefined || id === null || id === jobId;
        const send = (numbered: NumberedEvent) => {
          if (wanted(numbered)) write(textOf(numbered.event, numbered.id));
        };
        /** What happened and is not yet sent: the ledger is asked first, so that nothing goes out that happened after the key was revoked. */
        let waiting: NumberedEvent[] = [];
        let isAsking = false;
        const sendWhenAllowed = (numbered: NumberedEvent) => {
          if (!wanted(numbered)) return;
          waiting.push(numbered);
          if (waiting.length > mostWaiting) stop();
          if (!isAsking) void inTurn(sendWaiting);
        };
        const sendWaiting = async () => {
          while (waiting.length > 0 && !ended.signal.aborted) {
            const asked = waiting;
            waiting = [];
            if (await keyWatch.holds(caller)) for (const one of asked) send(one);
            else stop();
          }
        };
        /** What was missed comes first; what happens meanwhile waits for it. */
        const catchUp = async (from: string) => {
          const missed = await hub.since(from, caller).catch((error: unknown) => onTrouble(error));
          if (missed) for (const numbered of missed) send(numbered);
          else write(textOf({ kind: 'reset', at: hello.at }, here));
          await sendWaiting();
        };
        /** Never rejects: what cannot be told of one job must not end the server, and whoever listens reads everything again. */
        const inTurn = async (sending: () => Promise<void>) => {
          isAsking = true;
          try {
            await sending();
          } catch (error) {
            onTrouble(error);
            waiting = [];
            write(textOf({ kind: 'reset', at: hello.at }, hub.lastId));
          } finally {
            isAsking = false;
            // What came between the last look and here has started no turn of its own.
            if (waiting.length > 0 && !ended.signal.aborted) void inTurn(sendWaiting);
          }
        };
        const unwatch = keyWatch.watch(caller, stop);
        ended.signal.addEventListener('abort', () => {
          onEnd();
          unwatch();
          unsubscribe();
          signal.removeEventListener('abort', stop);
          try {
            controller.close();
          } catch {
            // Cancelled by the reader already.
          }
        });
        signal.addEventListener('abort', stop, { once: true });
        const here = hub.lastId;
        const isPosition = lastId !== undefined && hub.isPosition(lastId);
        // Until what was missed is out, it goes on from where it was.
        write(`retry: 2000\n${textOf(hello, isPosition ? lastId : here)}`);
        unsubscribe = hub.subscribe(caller, sendWhenAllowed);
        if (lastId !== undefined) void inTurn(() => catchUp(lastId));
        void beat(clock, ended.signal, () => write(': still here\n\n'));
        if (signal.aborted) stop();
      },
      cancel: stop,
    },
    { highWaterMark: 1 },
  );
}

function textOf(event: ServerEvent, id: string): string {
  return `id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}

async function beat(clock: Clock, signal: AbortSignal, write: () => void): Promise<void> {
  while (await passed(clock, heartbeatMs, signal)) write();
}
