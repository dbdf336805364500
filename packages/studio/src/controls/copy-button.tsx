import { useEffect, useState } from 'react';

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const [said, setSaid] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    // Without TLS on another machine a page has no clipboard.
    const isCopied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(isCopied ? 'copied' : 'refused');
  };
  return (
    <button type="button" className="button small" onClick={() => void copy()}>
      <span aria-live="polite">
        {said === 'copied' ? 'Copied' : said === 'refused' ? 'The browser refused; select and copy' : label}
      </span>
    </button>
  );
}
