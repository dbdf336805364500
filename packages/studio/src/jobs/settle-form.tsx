import { type FormEvent, useState } from 'react';
import { gateway } from '../api/gateway.ts';
import type { Job } from '../api/wire.ts';

interface SettleFormProps {
  readonly id: string;
  /** Carries out what was said, and shows what becomes of it. */
  readonly act: (say: () => Promise<Job>) => void;
}

/** What somebody found in the account's activity about a job whose outcome is unknown. */
export function SettleForm({ id, act }: SettleFormProps) {
  const [remoteId, setRemoteId] = useState('');
  const [billedUsd, setBilledUsd] = useState('');
  const on = (say: () => Promise<Job>) => (event: FormEvent) => {
    event.preventDefault();
    act(say);
  };
  return (
    <section className="settle" aria-label="What your account shows">
      <p>
        Check the activity of your account at openrouter.ai/activity, then say what you found. Nothing is sent again.
      </p>
      <form onSubmit={on(() => gateway.found(id, remoteId.trim()))}>
        <label>
          I found it: job id <input required value={remoteId} onChange={(event) => setRemoteId(event.target.value)} />
        </label>{' '}
        <button type="submit" className="button">
          Take it
        </button>
      </form>
      <form onSubmit={on(() => gateway.settle(id, { billedUsd: billedUsd.trim() }))}>
        <label>
          It was billed ${' '}
          <input
            required
            inputMode="decimal"
            value={billedUsd}
            onChange={(event) => setBilledUsd(event.target.value)}
          />
        </label>{' '}
        <button type="submit" className="button">
          Book the bill
        </button>
      </form>
      <button type="button" className="button" onClick={() => act(() => gateway.settle(id, { notBought: true }))}>
        It was not bought
      </button>
    </section>
  );
}
