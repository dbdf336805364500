import { useEffect, useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const name = 'shotcaller-theme';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** Light, dark or as the system says; remembered on this machine. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(remembered);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem(name, theme);
  }, [theme]);
  return [theme, () => setTheme((before) => themes[(themes.indexOf(before) + 1) % themes.length]!)];
}

function remembered(): Theme {
  const found = localStorage.getItem(name) as Theme | null;
  return found !== null && themes.includes(found) ? found : 'system';
}
