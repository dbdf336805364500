import { useGateway } from '../api/connection.tsx';
import { OptionGroup } from '../controls/option-group.tsx';
import { TextField } from '../controls/text-field.tsx';
import { visible } from '../controls/visible-text.ts';
import { keysWords } from '../page-words.ts';

/** The limits of a key as they are typed; empty: no limit. */
export interface KeyDraft {
  readonly budgetUsd: string;
  readonly dailyUsd: string;
  readonly submitsPerMinute: string;
  /** `null`: every model. */
  readonly models: readonly string[] | null;
}

export const emptyDraft: KeyDraft = { budgetUsd: '', dailyUsd: '', submitsPerMinute: '', models: null };

/** The limits as the server takes them. */
export function limitsOf({ budgetUsd, dailyUsd, submitsPerMinute, models }: KeyDraft) {
  return {
    budgetUsd: budgetUsd === '' ? null : budgetUsd,
    dailyUsd: dailyUsd === '' ? null : dailyUsd,
    submitsPerMinute: submitsPerMinute === '' ? null : Number(submitsPerMinute),
    models: models === null ? null : [...models],
  };
}

/** What a key may spend, how often it may order, and which models it may buy. */
export function KeyFields({
  draft,
  onChange,
  problemOf,
}: {
  readonly draft: KeyDraft;
  readonly onChange: (draft: KeyDraft) => void;
  readonly problemOf: (field: string) => string | undefined;
}) {
  const { ground } = useGateway();
  const known = ground.catalog.models.map(({ id }) => id);
  const offered = [...new Set([...(draft.models ?? []), ...known])].sort();
  return (
    <>
      <div className="key-limits">
        <TextField
          label={keysWords.budget}
          unit="$"
          inputMode="decimal"
          placeholder={keysWords.noLimit}
          value={draft.budgetUsd}
          problem={problemOf('budgetUsd')}
          onChange={(budgetUsd) => onChange({ ...draft, budgetUsd })}
        />
        <TextField
          label={keysWords.daily}
          unit="$"
          inputMode="decimal"
          placeholder={keysWords.noLimit}
          value={draft.dailyUsd}
          problem={problemOf('dailyUsd')}
          onChange={(dailyUsd) => onChange({ ...draft, dailyUsd })}
        />
        <TextField
          label={keysWords.rate}
          inputMode="numeric"
          placeholder={keysWords.noLimit}
          value={draft.submitsPerMinute}
          problem={problemOf('submitsPerMinute')}
          onChange={(submitsPerMinute) => onChange({ ...draft, submitsPerMinute })}
        />
      </div>
      <OptionGroup
        legend={keysWords.models}
        options={[
          { value: 'all', label: keysWords.allModels },
          { value: 'some', label: keysWords.someModels },
        ]}
        value={draft.models === null ? 'all' : 'some'}
        onChange={(which) => onChange({ ...draft, models: which === 'all' ? null : [] })}
      />
      {draft.models !== null && (
        <fieldset className="key-models">
          <legend className="spoken-only">{keysWords.models}</legend>
          {offered.map((model) => (
            <label key={model} className="switch">
              <input
                type="checkbox"
                checked={draft.models?.includes(model) ?? false}
                onChange={({ target: { checked } }) =>
                  onChange({
                    ...draft,
                    models: [...(draft.models ?? []).filter((other) => other !== model), ...(checked ? [model] : [])],
                  })
                }
              />
              {visible(model)}
            </label>
          ))}
        </fieldset>
      )}
      {problemOf('models') !== undefined && <p className="problem">{problemOf('models')}</p>}
    </>
  );
}
