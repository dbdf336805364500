const databaseName = 'shotcaller';
const stores = ['pictures', 'posters'] as const;

export type StoreName = (typeof stores)[number];

/** One request to the page's own database: dropped pictures and posters of clips. */
export function transact(
  name: StoreName,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(databaseName, 2);
    opening.onupgradeneeded = () => {
      for (const store of stores) {
        if (!opening.result.objectStoreNames.contains(store)) opening.result.createObjectStore(store);
      }
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      // Another tab with a newer page wants to change it: this one must not hold it back.
      database.onversionchange = () => database.close();
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      // A page that is left before this loses what it wrote.
      transaction.oncomplete = () => {
        resolve(request.result);
        database.close();
      };
      transaction.onabort = () => {
        reject(transaction.error);
        database.close();
      };
    };
  });
}
