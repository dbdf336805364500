import { keyHeader } from '../api/client-key.ts';
import { saveFile } from '../controls/save-file.ts';
import { useSending } from '../controls/use-sending.ts';

/** Saves the ledger as CSV. Fetched, since a link carries no client key. */
export function ExportButton({ by, children }: { readonly by: 'day' | 'key'; readonly children: string }) {
  const { failure, send } = useSending();
  const save = async () => {
    const response = await fetch(`/v1/ledger?format=csv&by=${by}`, { headers: keyHeader() });
    if (!response.ok) throw new Error(`The ledger cannot be read (HTTP ${response.status}).`);
    saveFile(await response.blob(), by === 'key' ? 'ledger-by-key.csv' : 'ledger.csv');
  };
  return (
    <>
      <button type="button" className="button" onClick={() => send(save)}>
        {children}
      </button>
      {failure !== null && <span className="problem"> {failure}</span>}
    </>
  );
}
