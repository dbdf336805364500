import { requirementsOf } from '../brief/choice.ts';
import { TextField } from '../controls/text-field.tsx';
import { type ClipParts, problemIn, textIn } from './clip-fields.tsx';

/** The fields that most clips do without: seed, exact size, providers, a parameter of the provider. */
export function OtherFields(parts: ClipParts) {
  const { choice, answer, setField } = parts;
  const { passthrough } = requirementsOf(choice);
  const { providers } = answer.selection.requirements;
  const setProviders = (list: 'allow' | 'deny', value: string) => {
    const wanted = { ...providers, [list]: namesIn(value) };
    setField('providers', wanted.allow.length + wanted.deny.length === 0 ? null : wanted);
  };
  return (
    <>
      <div className="field-row">
        <TextField
          label="Seed"
          inputMode="numeric"
          placeholder="any"
          value={textIn(parts, 'seed')}
          problem={problemIn(parts, 'seed')}
          onChange={(value) => setField('seed', value)}
        />
        <TextField
          label="Exact size"
          placeholder="720x1280"
          value={textIn(parts, 'size')}
          problem={problemIn(parts, 'size')}
          onChange={(value) => setField('size', value)}
        />
      </div>
      <div className="field-row">
        <TextField
          label="Only from providers"
          placeholder="any"
          value={providers.allow.join(' ')}
          problem={problemIn(parts, 'providers')}
          onChange={(value) => setProviders('allow', value)}
        />
        <TextField
          label="Never from"
          placeholder="nobody"
          value={providers.deny.join(' ')}
          onChange={(value) => setProviders('deny', value)}
        />
      </div>
      <TextField
        label="Provider parameter it must take"
        placeholder="negative_prompt=blur"
        value={typeof passthrough === 'string' ? passthrough : ''}
        problem={problemIn(parts, 'passthrough')}
        onChange={(value) => setField('passthrough', value)}
      />
    </>
  );
}

function namesIn(value: string): readonly string[] {
  return value.split(/[\s,]+/).filter((name) => name !== '');
}
