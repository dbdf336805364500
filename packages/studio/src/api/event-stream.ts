import { keyHeader } from './client-key.ts';
import { pause, pauseMs } from './pause.ts';
import type { ServerEvent } from './wire.ts';

export interface EventStreamOptions {
  readonly onEvent: (event: ServerEvent, id: string | undefined) => void;
  /** `true` while events arrive. */
  readonly onLive: (live: boolean) => void;
  /** The gateway asks for a key, or takes the one that it has no longer. */
  readonly onLocked: () => void;
  readonly signal: AbortSignal;
  /** The last event that was heard before. */
  readonly lastId?: string;
}

const longestWaitMs = 5000;

/** Three heartbeats of the gateway: a stream that is silent for longer is dead, though no end came (a laptop that slept, a router). */
const longestSilenceMs = 45_000;

/**
 * Follows `/v1/events` until aborted: reconnects with growing pauses and resumes after the last event. Built on `fetch`, because
 * `EventSource` cannot carry a client key.
 */
export async function followEvents({ onEvent, onLive, onLocked, signal, ...from }: EventStreamOptions): Promise<void> {
  let { lastId } = from;
  let failures = 0;
  while (!signal.aborted) {
    const silence = createSilence(signal);
    try {
      const headers = { accept: 'text/event-stream', ...keyHeader(), ...(lastId ? { 'last-event-id': lastId } : {}) };
      const response = await fetch('/v1/events', {
        headers,
        signal: silence.signal,
        cache: 'no-store',
      });
      if (response.status === 401) return onLocked();
      if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
      onLive(true);
      failures = 0;
      for await (const { id, data } of framesOf(response.body, silence.heard)) {
        if (id !== undefined) lastId = id;
        const event = readEvent(data);
        if (event) onEvent(event, id);
      }
    } catch {
      // Whatever broke, the next try tells.
    } finally {
      silence.end();
    }
    onLive(false);
    failures += 1;
    await pause(pauseMs(failures, longestWaitMs), signal);
  }
}

/** Aborts when nothing was heard for too long, or with the outer signal. */
function createSilence(outer: AbortSignal) {
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  outer.addEventListener('abort', giveUp, { once: true });
  let timer = setTimeout(giveUp, longestSilenceMs);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(giveUp, longestSilenceMs);
    },
    end() {
      clearTimeout(timer);
      outer.removeEventListener('abort', giveUp);
    },
  };
}

interface Frame {
  readonly id: string | undefined;
  readonly data: string;
}

/** Splits the stream into frames; comments and unknown fields are passed over, as the format says. */
async function* framesOf(body: ReadableStream<Uint8Array>, onHeard: () => void): AsyncGenerator<Frame> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let buffer = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    onHeard();
    buffer = (buffer + part.value).replaceAll('\r\n', '\n');
    for (let end = buffer.indexOf('\n\n'); end !== -1; end = buffer.indexOf('\n\n')) {
      const lines = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const valuesOf = (name: string) =>
        lines
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
      const data = valuesOf('data');
      if (data.length > 0) yield { id: valuesOf('id').at(-1), data: data.join('\n') };
    }
  }
}

function readEvent(data: string): ServerEvent | undefined {
  try {
    return JSON.parse(data) as ServerEvent;
  } catch {
    return undefined;
  }
}
