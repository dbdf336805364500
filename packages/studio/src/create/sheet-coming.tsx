import { useEffect } from 'react';
import { partWords } from '../words.ts';

/** While a sheet is on its way: Escape closes it before it is there. */
export function SheetComing({ onClose }: { readonly onClose: () => void }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <p className="soft late" role="status">
      {partWords.loadingPart}
    </p>
  );
}
