const name = 'shotcaller-tour';

/** Whether this browser was shown the way, or did not want to be. */
export const tourSeen = {
  get: (): boolean => localStorage.getItem(name) === 'seen',
  set: (): void => localStorage.setItem(name, 'seen'),
};
