import { keepIn, localStore } from '../api/browser-store.ts';
import { randomId } from '../api/random-id.ts';
import type { Choice } from '../brief/choice.ts';
import { clipHashOf, newShot, type Shot, shotIdFrom, type Take, withoutRefusedTakes } from './shot.ts';
import { createStoredList, useStoredList } from './stored-list.ts';

const list = createStoredList<Shot>('shotcaller-shots', {
  most: 1000,
  isEntry: (value): value is Shot => {
    const { id, query, takes } = (value ?? {}) as Partial<Shot>;
    return typeof id === 'string' && typeof query === 'string' && Array.isArray(takes);
  },
});

const browserName = 'shotcaller-browser';
const ownName = localStore.getItem(browserName) ?? randomId();
// At once: by the time that somebody presses, other tabs have read it.
keepIn(localStore, browserName, ownName);

/**
 * The shots of this browser. What was bought is in the ledger; here is what belongs to the page: how a clip was described, the keys of
 * its orders, and which take was chosen.
 */
export const shotStore = {
  ...list,
  /** The shot of a clip; one that was shot goes before one that is only planned. */
  forClip(clipHash: string): Shot | undefined {
    const equal = list.all().filter((shot) => shot.clipHash === clipHash);
    return equal.find(({ takes }) => takes.length > 0) ?? equal[0];
  },
  /**
   * The shot of a clip, or a new one. Two tabs that begin one in the same moment do not see each other's yet: they make the same one, so
   * that its takes have the same keys and are bought once.
   */
  begin(choice: Choice, nowMs: number): Shot {
    const clipHash = clipHashOf(choice);
    const day = new Date(nowMs).toISOString().slice(0, 10);
    const id = shotIdFrom(`${localStore.getItem(browserName) ?? ownName} ${day} ${clipHash}`);
    // Under that id may stand a shot that was described anew since.
    return shotStore.forClip(clipHash) ?? newShot(choice, nowMs, list.get(id) ? randomId() : id);
  },
  changeTake(key: string, change: (take: Take) => Take): void {
    list.changeAll((shot) =>
      shot.takes.some((take) => take.key === key)
        ? { ...shot, takes: shot.takes.map((take) => (take.key === key ? change(take) : take)) }
        : shot,
    );
  },
  /** Takes away those whose orders were refused. */
  removeRefused(keys: ReadonlySet<string>): void {
    list.changeAll((shot) => withoutRefusedTakes(shot, keys));
  },
};

export function useShots(): readonly Shot[] {
  return useStoredList(list);
}
