import { useState } from 'react';
import { type ConnectionState, useConnection } from '../api/connection.tsx';
import { Notice } from '../controls/notice.tsx';

/** Why nothing can be ordered or listed now, and what to do about it. */
export function NotConnected({ state }: { readonly state: ConnectionState }) {
  if (state === 'locked') return <KeyForm />;
  if (state === 'connecting')
    return (
      <p className="soft" aria-busy="true">
        Looking for the gateway…
      </p>
    );
  return state === 'lost' ? (
    <Notice tone="failure" title="The gateway has gone">
      Jobs under way go on at the service and nothing is ordered twice. Start <code>shotcaller serve</code> again; this
      page finds it by itself.
    </Notice>
  ) : (
    <Notice tone="plain" title="Choosing only">
      This page is served without a gateway, so it can choose and show requests but not run them. Start{' '}
      <code>shotcaller serve</code> and open the address that it prints.
    </Notice>
  );
}

function KeyForm() {
  const { unlock } = useConnection();
  const [key, setKey] = useState('');
  return (
    <form
      className="key-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (key !== '') unlock(key);
      }}
    >
      <p>This gateway is shared and asks for a client key. It stays in this tab.</p>
      <div className="field">
        <label className="label" htmlFor="client-key">
          Client key
        </label>
        <input
          id="client-key"
          type="password"
          autoComplete="off"
          value={key}
          onChange={({ target }) => setKey(target.value.trim())}
        />
      </div>
      <button type="submit" className="button primary">
        Use this key
      </button>
    </form>
  );
}
