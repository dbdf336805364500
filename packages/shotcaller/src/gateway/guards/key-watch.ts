import { passed } from '../../clock.ts';
import type { Caller } from '../keys/caller.ts';
import { callerOf } from '../keys/client-keys.ts';
import type { GatewayOptions } from '../options.ts';

/** Tells what is under way for a key that the key is revoked, or may see other things now, whichever process did it. */
export interface KeyWatch {
  /** Whether the caller's key still is what it was. Asks the ledger each time. */
  holds(caller: Caller): Promise<boolean>;
  /** Calls `onLost` once the key no longer holds, at the latest one second and one read of the ledger later. Answers how to end it. */
  watch(caller: Caller, onLost: () => void): () => void;
}

const keyWatchMs = 1000;

export function createKeyWatch({ ledger, clock }: Pick<GatewayOptions, 'ledger' | 'clock'>): KeyWatch {
  const watched = new Map<string, { readonly caller: Caller; readonly onLost: Set<() => void>; end(): void }>();

  async function holds(caller: Caller): Promise<boolean> {
    if (caller.keySha256 === undefined) return true;
    // What cannot be read is no yes: a client that is cut off comes back.
    const entry = await ledger.clientKey(caller.keySha256).catch(() => undefined);
    return entry !== undefined && entry.owner === caller.owner && callerOf(entry).seesAll === caller.seesAll;
  }

  function begin(caller: Caller, name: string) {
    const ended = new AbortController();
    const entry = { caller, onLost: new Set<() => void>(), end: () => ended.abort() };
    watched.set(name, entry);
    void (async () => {
      while (await passed(clock, keyWatchMs, ended.signal)) {
        if (await holds(caller)) continue;
        watched.delete(name);
        ended.abort();
        for (const lost of entry.onLost) lost();
      }
    })();
    return entry;
  }

  return {
    holds,
    watch(caller, onLost) {
      if (caller.keySha256 === undefined) return () => undefined;
      const name = `${caller.keySha256} ${caller.seesAll}`;
      const entry = watched.get(name) ?? begin(caller, name);
      entry.onLost.add(onLost);
      return () => {
        entry.onLost.delete(onLost);
        if (entry.onLost.size > 0) return;
        entry.end();
        if (watched.get(name) === entry) watched.delete(name);
      };
    },
  };
}
