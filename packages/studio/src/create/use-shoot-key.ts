import { useEffect } from 'react';

/** ⌘↩ or Ctrl ↩ presses the button that shoots, wherever on the page the focus is; not behind an open sheet. */
export function useShootKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.repeat || !(event.metaKey || event.ctrlKey)) return;
      if (document.querySelector('dialog[open]')) return;
      event.preventDefault();
      document.querySelector<HTMLButtonElement>('.shoot:not(:disabled)')?.click();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
