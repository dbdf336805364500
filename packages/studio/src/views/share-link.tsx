import { useState } from 'react';
import { gateway } from '../api/gateway.ts';
import { viewWords } from '../shot-words.ts';

/** Makes a link that shows these jobs and can do nothing else, and puts it into the clipboard. */
export function ShareLink({ jobs }: { readonly jobs: readonly string[] }) {
  const [made, setMade] = useState<{ readonly url: string; readonly until: string; readonly isCopied: boolean } | null>(
    null,
  );
  const [failure, setFailure] = useState<string | null>(null);
  const make = async () => {
    const { path, expiresAt } = await gateway.makeView({ jobs: [...jobs] });
    const url = location.origin + path;
    // Browsers give the clipboard to pages over https and on this machine only.
    const isCopied = await navigator.clipboard?.writeText(url).then(
      () => true,
      () => false,
    );
    setMade({ url, until: new Date(expiresAt).toLocaleString(), isCopied: isCopied ?? false });
  };
  return (
    <>
      <button
        type="button"
        className="button"
        onClick={() => {
          setFailure(null);
          make().catch((error: Error) => setFailure(error.message));
        }}
      >
        Make a link that only shows
      </button>
      {made && (
        <span className="share-link" role="status">
          <input readOnly value={made.url} aria-label="Link that only shows this comparison" onFocus={select} />
          <span className="soft">
            {made.isCopied && 'Copied. '}
            {viewWords.linkHint(made.until)}
          </span>
        </span>
      )}
      {failure !== null && <span className="problem">{failure}</span>}
    </>
  );
}

function select({ target }: { readonly target: HTMLInputElement }): void {
  target.select();
}
