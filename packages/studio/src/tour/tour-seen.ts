import { keepIn, localStore } from '../api/browser-store.ts';

const name = 'shotcaller-tour';

/** Whether this browser was shown the way, or did not want to be. */
export const tourSeen = {
  get: (): boolean => localStore.getItem(name) === 'seen',
  set: (): void => keepIn(localStore, name, 'seen'),
};
