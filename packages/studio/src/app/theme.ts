import { useEffect, useState } from 'react';
import { keepIn, localStore } from '../api/browser-store.ts';

export type Theme = 'system' | 'light' | 'dark';

const name = 'shotcaller-theme';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** Light, dark or as the system says; remembered on this machine, the same in all tabs. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(remembered);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    keepIn(localStore, name, theme);
  }, [theme]);
  useEffect(() => {
    const onStorage = (event: StorageEvent) => event.key === name && setTheme(remembered());
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  }, []);
  return [theme, setTheme];
}

function remembered(): Theme {
  const found = localStore.getItem(name) as Theme | null;
  return found !== null && themes.includes(found) ? found : 'system';
}
