import type { GatewayOptions, Limits } from '../options.ts';

/** What outlives the request that opened it. */
export type Lasting = 'streams' | 'downloads';

/** What one request has taken of its key's share. */
export interface RequestShare {
  /** Of its body, as far as it has arrived. */
  readonly bodyBytes: number;
  /** `false`: the key, or all keys together, have no room for so many bytes of bodies more. */
  takeBytes(bytes: number): boolean;
  /** Takes a place for something that outlives the request, and answers how to give it back; `undefined`: there is none left. */
  open(what: Lasting): (() => void) | undefined;
  /** The request is answered: gives back its place and its bytes. */
  leave(): void;
}

export interface Shares {
  /** `undefined`: the key has too many requests at work. */
  enter(owner: string): RequestShare | undefined;
}

interface Use {
  requests: number;
  bodyBytes: number;
  streams: number;
  downloads: number;
}

/** Parts what the server can do at once among client keys, so that one key cannot take it all. In local mode there is one user, who may. */
export function createShares({ mode }: Pick<GatewayOptions, 'mode'>, limits: Limits): Shares {
  const isShared = mode === 'server';
  const most = (limit: number) => (isShared ? limit : Number.POSITIVE_INFINITY);
  const mostOfKey: Use = {
    requests: most(limits.maxRequestsPerKey),
    bodyBytes: most(limits.maxBodiesPerKey * limits.maxBodyBytes),
    streams: most(limits.maxEventStreamsPerKey),
    downloads: most(limits.maxDownloadsPerKey),
  };
  const mostInAll = { bodyBytes: limits.maxBodies * limits.maxBodyBytes, streams: limits.maxEventStreams };
  const inAll = { bodyBytes: 0, streams: 0 };
  const byOwner = new Map<string, Use>();

  return {
    enter(owner) {
      const use = byOwner.get(owner) ?? { requests: 0, bodyBytes: 0, streams: 0, downloads: 0 };
      if (use.requests >= mostOfKey.requests) return undefined;
      byOwner.set(owner, use);
      use.requests += 1;
      let takenBytes = 0;
      let isInside = true;

      function forgetIdle(): void {
        if (use.requests + use.streams + use.downloads === 0) byOwner.delete(owner);
      }
      return {
        get bodyBytes() {
          return takenBytes;
        },
        takeBytes(bytes) {
          if (use.bodyBytes + bytes > mostOfKey.bodyBytes) return false;
          if (inAll.bodyBytes + bytes > mostInAll.bodyBytes) return false;
          use.bodyBytes += bytes;
          inAll.bodyBytes += bytes;
          takenBytes += bytes;
          return true;
        },
        open(what) {
          if (use[what] >= mostOfKey[what]) return undefined;
          if (what === 'streams' && inAll.streams >= mostInAll.streams) return undefined;
          use[what] += 1;
          if (what === 'streams') inAll.streams += 1;
          let isOpen = true;
          return () => {
            if (!isOpen) return;
            isOpen = false;
            use[what] -= 1;
            if (what === 'streams') inAll.streams -= 1;
            forgetIdle();
          };
        },
        leave() {
          if (!isInside) return;
          isInside = false;
          use.requests -= 1;
          use.bodyBytes -= takenBytes;
          inAll.bodyBytes -= takenBytes;
          forgetIdle();
        },
      };
    },
  };
}
