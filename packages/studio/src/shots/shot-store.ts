import { type Shot, type Take, withoutRefusedTakes } from './shot.ts';
import { createStoredList, useStoredList } from './stored-list.ts';

const list = createStoredList<Shot>('shotcaller-shots', {
  most: 1000,
  isEntry: (value): value is Shot => {
    const { id, query, takes } = (value ?? {}) as Partial<Shot>;
    return typeof id === 'string' && typeof query === 'string' && Array.isArray(takes);
  },
});

/**
 * The shots of this browser. What was bought is in the ledger; here is what belongs to the page: how a clip was described, the keys of
 * its orders, and which take was chosen.
 */
export const shotStore = {
  ...list,
  forClip: (clipHash: string): Shot | undefined => list.all().find((shot) => shot.clipHash === clipHash),
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
