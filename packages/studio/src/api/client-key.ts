const name = 'shotcaller-key';

/** The client key of a shared gateway, for this tab only. A local gateway needs none. */
export const clientKey = {
  get: (): string | null => sessionStorage.getItem(name),
  set: (key: string): void => sessionStorage.setItem(name, key),
  clear: (): void => sessionStorage.removeItem(name),
};

export function keyHeader(): Record<string, string> {
  const key = clientKey.get();
  return key === null ? {} : { authorization: `Bearer ${key}` };
}
