import { useId, useState } from 'react';
import { type ConnectionState, useGateway } from '../api/connection.tsx';
import { Notice } from '../controls/notice.tsx';
import { connectionWords } from '../words.ts';

/** Why nothing can be ordered or listed now, and what to do about it. */
export function NotConnected({ state }: { readonly state: ConnectionState }) {
  if (state === 'locked') return <KeyForm />;
  if (state === 'connecting')
    return (
      <p className="soft" aria-busy="true">
        {connectionWords.looking}
      </p>
    );
  return state === 'lost' ? (
    <Notice tone="failure" title={connectionWords.lostTitle}>
      {connectionWords.lost} <code>shotcaller serve</code> again.
    </Notice>
  ) : (
    <Notice tone="plain" title={connectionWords.offlineTitle}>
      {connectionWords.offline} <code>shotcaller serve</code> and open the address that it prints.
    </Notice>
  );
}

function KeyForm() {
  const { unlock, isKeyRefused } = useGateway();
  const [key, setKey] = useState('');
  const field = useId();
  return (
    <form
      className="key-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (key !== '') unlock(key);
      }}
    >
      <p>{connectionWords.keyAsked}</p>
      <div className="field">
        <label className="label" htmlFor={field}>
          Client key
        </label>
        <input
          id={field}
          type="password"
          autoComplete="off"
          value={key}
          aria-invalid={isKeyRefused}
          aria-describedby={isKeyRefused ? `${field}-problem` : undefined}
          onChange={({ target }) => setKey(target.value.trim())}
        />
        {isKeyRefused && (
          <span className="problem" id={`${field}-problem`} role="alert">
            {connectionWords.keyRefused}
          </span>
        )}
      </div>
      <button type="submit" className="button primary">
        Use this key
      </button>
    </form>
  );
}
