import { tabStore } from './browser-store.ts';

const name = 'shotcaller-key';

/** The client key of a shared gateway, for this tab only. A local gateway needs none. */
export const clientKey = {
  get: (): string | null => tabStore.getItem(name),
  set: (key: string): void => tabStore.setItem(name, key),
  clear: (): void => tabStore.removeItem(name),
};

export function keyHeader(): Record<string, string> {
  const key = clientKey.get();
  return key === null ? {} : { authorization: `Bearer ${key}` };
}
