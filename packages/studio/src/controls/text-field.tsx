import { type InputHTMLAttributes, useEffect, useId, useState } from 'react';

/** A labelled line of text or a number. What is typed stays as typed; a problem stands below it and is read with it. */
export function TextField({
  label,
  value,
  onChange,
  problem,
  unit,
  ...input
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string | undefined;
  readonly unit?: string;
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'>) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  // Another value from outside (a sentence, a link, a reason button) replaces what was typed.
  useEffect(() => setTyped((before) => (before.trim() === value ? before : value)), [value]);
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <span className="field-line">
        <input
          {...input}
          id={id}
          value={typed}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          onChange={({ target }) => {
            setTyped(target.value);
            onChange(target.value.trim());
          }}
        />
        {unit && <span className="unit">{unit}</span>}
      </span>
      {problem !== undefined && (
        <span className="problem" id={`${id}-problem`}>
          {problem}
        </span>
      )}
    </div>
  );
}
