import { checkOptions } from '@shotcaller/core';
import { ShotcallerClosed } from './jobs/shotcaller-closed.ts';
import type { CallRule } from './known-options.ts';
import { callOptionKinds, checkKinds } from './option-kinds.ts';

/** Whether a Shotcaller is open, and what is under way in it. */
export interface Door {
  readonly isClosed: boolean;
  /** Aborted when it closes. */
  readonly closing: AbortSignal;
  /** @throws ShotcallerClosed */
  check(): void;
  /** Refuses whoever comes from now on, has `letGo` end what is under way, waits for that, and has `end` close what it stood on. */
  close(letGo: () => Promise<void>, end: () => Promise<void>): Promise<void>;
  /** Remembers a call until it is settled. */
  note(call: Promise<unknown>): void;
}

export function createDoor(): Door {
  const closing = new AbortController();
  let underWay = 0;
  let closed: Promise<void> | undefined;
  let tellAllSettled: (() => void) | undefined;
  // One for all calls: ten thousand may be under way.
  const settle = () => {
    underWay -= 1;
    if (underWay === 0) tellAllSettled?.();
  };
  return {
    get isClosed() {
      return closing.signal.aborted;
    },
    closing: closing.signal,
    check() {
      if (closing.signal.aborted) throw new ShotcallerClosed();
    },
    close(letGo, end) {
      closed ??= (async () => {
        closing.abort(new ShotcallerClosed());
        await letGo();
        if (underWay > 0) {
          await new Promise<void>((resolve) => {
            tellAllSettled = resolve;
          });
        }
        await end();
      })();
      return closed;
    },
    note(call) {
      underWay += 1;
      call.then(settle, settle);
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: any function that answers later
type Calls = { readonly [Name in string]: (...given: any[]) => Promise<unknown> };

/** The same calls, each refused when its options are not known or the door is closed: before anything is done, opened or bought. */
export function guarded<Given extends object>(
  calls: Given,
  rules: { readonly [Name in keyof Given]: CallRule },
  door: Door,
  path = '',
): Given {
  const guardedCalls = Object.entries(calls as Calls).map(([name, call]) => {
    const rule = rules[name as keyof Given];
    // Not async, which would hold a promise of its own for as long as the call lasts.
    const guardedCall = (...given: unknown[]) => {
      try {
        if (rule) {
          checkOptions(path + name, given[rule.place], rule.known, rule.meantBy);
          checkKinds(given[rule.place], callOptionKinds);
        }
        door.check();
        const answer = call(...given);
        door.note(answer);
        return answer;
      } catch (error) {
        return Promise.reject(error);
      }
    };
    return [name, guardedCall];
  });
  return Object.fromEntries(guardedCalls);
}
