import { clientKey } from './client-key.ts';
import { followEvents } from './event-stream.ts';
import type { ServerEvent } from './wire.ts';

export interface SharedEventsOptions {
  readonly onEvent: (event: ServerEvent) => void;
  /** `true` while events arrive. */
  readonly onLive: (live: boolean) => void;
  /** The gateway asks for a key. */
  readonly onLocked: () => void;
  readonly signal: AbortSignal;
}

type Message =
  | { readonly kind: 'event'; readonly event: ServerEvent; readonly id: string | undefined }
  | { readonly kind: 'live'; readonly live: boolean }
  | { readonly kind: 'ask' };

const name = 'shotcaller-events';

/**
 * Follows the gateway's events once for all tabs: a browser opens six connections to a server, and a stream in each of six tabs would
 * leave none to work with. One tab holds the stream and tells the others; when it closes, the next one takes over where it was. With a
 * client key, or where tabs cannot agree, each has a stream of its own.
 */
export function followSharedEvents({ onEvent, onLive, onLocked, signal }: SharedEventsOptions): void {
  if (!('locks' in navigator) || clientKey.get() !== null) {
    followEvents({ onEvent, onLive, onLocked, signal });
    return;
  }
  const channel = new BroadcastChannel(name);
  let lastId: string | undefined;
  /** `undefined`: not known yet. */
  let isLive: boolean | undefined;
  let isHolder = false;
  const tell = (message: Message) => {
    // Closed a moment ago: nobody is there to be told.
    if (!signal.aborted) channel.postMessage(message);
  };
  const setLive = (live: boolean) => {
    isLive = live;
    onLive(live);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'ask') {
      if (isHolder && isLive !== undefined) tell({ kind: 'live', live: isLive });
    } else if (data.kind === 'live') setLive(data.live);
    else {
      lastId = data.id ?? lastId;
      onEvent(data.event);
    }
  };
  signal.addEventListener('abort', () => channel.close());
  tell({ kind: 'ask' });
  navigator.locks
    .request(name, { signal }, () => {
      isHolder = true;
      return followEvents({
        ...(lastId === undefined ? {} : { lastId }),
        signal,
        onLocked,
        onEvent: (event, id) => {
          tell({ kind: 'event', event, id });
          onEvent(event);
        },
        onLive: (live) => {
          tell({ kind: 'live', live });
          setLive(live);
        },
      });
    })
    .catch(() => undefined);
}
