/** Short texts by name. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The store of this browser for the page; where the browser keeps nothing for it, what is put there stays until the page is left. */
export const localStore = usable(() => localStorage);

/** The same of this tab. */
export const tabStore = usable(() => sessionStorage);

/** For what the page does well without: a full store is no reason to stop. */
export function keepIn(store: TextStore, name: string, text: string): void {
  try {
    store.setItem(name, text);
  } catch {
    // It is asked for or chosen again the next time.
  }
}

/** Browsers that block what pages keep throw as soon as the store is named. */
function usable(find: () => Storage): TextStore {
  try {
    const store = find();
    store.getItem('');
    return store;
  } catch {
    const kept = new Map<string, string>();
    return {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, text) => void kept.set(name, text),
      removeItem: (name) => void kept.delete(name),
    };
  }
}
