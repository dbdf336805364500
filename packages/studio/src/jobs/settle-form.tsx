import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { isAdminOf, useGateway } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { Job } from '../api/wire.ts';
import { settleWords } from '../page-words.ts';

interface SettleFormProps {
  readonly id: string;
  /** Carries out what was said, and shows what becomes of it. */
  readonly act: (say: () => Promise<Job>) => void;
}

/** What somebody found in the account's activity about a job whose outcome is unknown. What releases money is for admins. */
export function SettleForm({ id, act }: SettleFormProps) {
  const [remoteId, setRemoteId] = useState('');
  const [billedUsd, setBilledUsd] = useState('');
  const { health } = useGateway();
  return (
    <section className="settle" aria-label="What your account shows">
      <h2>What does your account show?</h2>
      <p>
        Look at{' '}
        <a className="settle-look" href="https://openrouter.ai/activity" target="_blank" rel="noreferrer">
          openrouter.ai/activity
        </a>{' '}
        around the time of this order, then say what you found. Nothing is sent again.
      </p>
      <div className="settle-ways">
        <Way
          title="The job is there"
          label="Job id at OpenRouter"
          value={remoteId}
          onChange={setRemoteId}
          onSay={() => act(() => gateway.found(id, remoteId.trim()))}
        >
          Take it over
        </Way>
        {isAdminOf(health) ? (
          <>
            <Way
              title="Only the bill is there"
              label="It was billed"
              unit="$"
              value={billedUsd}
              onChange={setBilledUsd}
              onSay={() => act(() => gateway.settle(id, { billedUsd: billedUsd.trim() }))}
            >
              Record the bill
            </Way>
            <div className="settle-way">
              <h3>Nothing is there</h3>
              <p className="soft">The reservation is given back.</p>
              <button
                type="button"
                className="button"
                onClick={() => act(() => gateway.settle(id, { notBought: true }))}
              >
                It was not bought
              </button>
            </div>
          </>
        ) : (
          <p className="soft">{settleWords.byAdmin}</p>
        )}
      </div>
    </section>
  );
}

function Way({
  title,
  label,
  unit,
  value,
  onChange,
  onSay,
  children,
}: {
  readonly title: string;
  readonly label: string;
  readonly unit?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSay: () => void;
  readonly children: ReactNode;
}) {
  const field = useId();
  return (
    <form
      className="settle-way"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSay();
      }}
    >
      <h3>{title}</h3>
      <div className="field">
        <label className="label" htmlFor={field}>
          {label}
        </label>
        <span className="field-line">
          <input
            id={field}
            required
            autoComplete="off"
            spellCheck={false}
            inputMode={unit ? 'decimal' : 'text'}
            placeholder={unit ? '0.40' : 'gen-vid-…'}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
          {unit && <span className="unit">{unit}</span>}
        </span>
      </div>
      <button type="submit" className="button">
        {children}
      </button>
    </form>
  );
}
