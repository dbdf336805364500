import { type ReactNode, useId } from 'react';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** Read aloud in the place of the label. */
  readonly name?: string;
}

/** One of a few: radio buttons that look like one strip. Arrow keys move, as the browser does it. */
export function OptionGroup<Value extends string>({
  legend,
  options,
  value,
  onChange,
  isLegendHidden = false,
}: {
  readonly legend: string;
  readonly options: readonly Option<Value>[];
  /** A value that is none of the options chooses nothing. */
  readonly value: string;
  readonly onChange: (value: Value) => void;
  readonly isLegendHidden?: boolean;
}) {
  const group = useId();
  return (
    <fieldset className="option-group">
      <legend className={isLegendHidden ? 'spoken-only' : 'label'}>{legend}</legend>
      <div className="option-strip">
        {options.map((option) => (
          <label key={option.value} className="option">
            <input
              type="radio"
              name={group}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
              aria-label={option.name}
            />
            <span aria-hidden={option.name === undefined ? undefined : true}>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
