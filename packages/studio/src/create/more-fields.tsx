import type { Answer } from '../brief/answer.ts';
import { type Choice, type Field, requirementsOf } from '../brief/choice.ts';
import { TextField } from '../controls/text-field.tsx';
import type { SetField } from './clip-form.tsx';
import { FrameField } from './frame-field.tsx';
import { ReferenceField } from './reference-field.tsx';

/** The fields that most clips do without: folded away until one of them is used. */
export function MoreFields({
  choice,
  answer,
  setField,
  text,
  problemOf,
}: {
  readonly choice: Choice;
  readonly answer: Answer;
  readonly setField: SetField;
  readonly text: (field: Field) => string;
  readonly problemOf: (field: Field) => string | undefined;
}) {
  const input = requirementsOf(choice);
  const { providers } = answer.selection.requirements;
  const used =
    (['lastFrame', 'references', 'seed', 'size', 'providers', 'passthrough'] as const).some(
      (field) => input[field] !== undefined,
    ) || answer.missing.some(({ slot }) => slot !== 'firstFrame');
  const setProviders = (list: 'allow' | 'deny', value: string) => {
    const wanted = { ...providers, [list]: namesIn(value) };
    setField('providers', wanted.allow.length + wanted.deny.length === 0 ? null : wanted);
  };
  return (
    <details className="more" open={used || undefined}>
      <summary>Last frame, references, seed, providers</summary>
      <FrameField slot="lastFrame" label="Last frame" {...{ choice, answer, setField }} />
      <ReferenceField {...{ choice, answer, setField }} />
      <div className="field-row">
        <TextField
          label="Seed"
          inputMode="numeric"
          placeholder="any"
          value={text('seed')}
          problem={problemOf('seed')}
          onChange={(value) => setField('seed', value)}
        />
        <TextField
          label="Exact size"
          placeholder="720x1280"
          value={text('size')}
          problem={problemOf('size')}
          onChange={(value) => setField('size', value)}
        />
      </div>
      <div className="field-row">
        <TextField
          label="Only from providers"
          placeholder="any"
          value={providers.allow.join(' ')}
          problem={problemOf('providers')}
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
        value={typeof input.passthrough === 'string' ? input.passthrough : ''}
        problem={problemOf('passthrough')}
        onChange={(value) => setField('passthrough', value)}
      />
    </details>
  );
}

function namesIn(value: string): readonly string[] {
  return value.split(/[\s,]+/).filter((name) => name !== '');
}
