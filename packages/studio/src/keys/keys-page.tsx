import '../style/further-pages.css';
import '../style/keys.css';
import { useCallback, useEffect, useState } from 'react';
import { isAdminOf, useGateway } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { AddedClientKey, ClientKeyView } from '../api/wire.ts';
import { Notice } from '../controls/notice.tsx';
import { ReadFailure } from '../controls/read-failure.tsx';
import { keysWords } from '../page-words.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { KeyEntry } from './key-entry.tsx';
import { MadeKey, NewKey } from './new-key.tsx';

/** Client keys of this server: for those who administer it. */
export default function KeysPage() {
  const { state, health } = useGateway();
  const isOnline = state === 'online';
  const isAdmin = isAdminOf(health);
  const [keys, setKeys] = useState<readonly ClientKeyView[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [added, setAdded] = useState<AddedClientKey | null>(null);
  const [said, setSaid] = useState('');
  const read = useCallback(
    () =>
      gateway.keys().then(
        (answer) => {
          setKeys(answer.keys);
          setFailure(null);
        },
        (error: Error) => setFailure(error.message),
      ),
    [],
  );
  useEffect(() => {
    if (isOnline && isAdmin) void read();
  }, [isOnline, isAdmin, read]);
  return (
    <main className="page" id="main">
      <h1>{keysWords.title}</h1>
      {!isOnline && <NotConnected state={state} />}
      {isOnline && !isAdmin && <p>{keysWords.adminOnly}</p>}
      {isOnline && isAdmin && (
        <>
          <p>{keysWords.what}</p>
          {health?.mode === 'local' && <Notice tone="plain">{keysWords.localMode}</Notice>}
          {failure !== null && <ReadFailure why={failure} isRepeated={false} onTry={() => void read()} />}
          <p role="status" className="said">
            {said}
          </p>
          {added ? (
            <MadeKey added={added} onDone={() => setAdded(null)} />
          ) : (
            <details className="key-new" open={keys?.length === 0 || undefined}>
              <summary>
                <h2>{keysWords.add}</h2>
              </summary>
              <NewKey
                onAdded={(made) => {
                  setAdded(made);
                  setSaid('');
                  void read();
                }}
              />
            </details>
          )}
          {keys?.length === 0 && <p className="soft">{keysWords.none}</p>}
          <ul className="key-list">
            {keys?.map((entry) => (
              <KeyEntry
                key={entry.id}
                entry={entry}
                onChanged={(what) => {
                  setSaid(what);
                  void read();
                }}
              />
            ))}
          </ul>
        </>
      )}
    </main>
  );
}
