import { isRange, type ResolutionRange, rangeText } from '@shotcaller/core';
import type { Answer } from '../brief/answer.ts';
import { type Choice, type Field, requirementsOf } from '../brief/choice.ts';
import { type Option, OptionGroup } from '../controls/option-group.tsx';
import { TextField } from '../controls/text-field.tsx';
import { FrameField } from './frame-field.tsx';
import { MoreFields } from './more-fields.tsx';
import { resolutionOptions, shapeOptions, soundOptions } from './options.tsx';

/** A range that the sentence or a link gives stands beside the classes that a press gives. */
function rangeOption(range: ResolutionRange): Option<string> {
  return { value: rangeText(range), label: rangeText(range) };
}

export type SetField = (field: Field, value: unknown) => void;

/** What the clip needs, field by field. */
export function ClipForm({
  choice,
  answer,
  setField,
}: {
  readonly choice: Choice;
  readonly answer: Answer;
  readonly setField: SetField;
}) {
  const input = requirementsOf(choice);
  const text = (field: Field) => textOf(input[field]);
  const problemOf = (field: Field) => answer.problems.find((problem) => problem.field === field)?.text;
  const { durationSeconds, aspectRatio, resolution, audio } = answer.selection.requirements;
  return (
    <form className="clip-form" aria-label="The clip" onSubmit={(event) => event.preventDefault()}>
      <TextField
        label="Length"
        unit="seconds"
        placeholder="any"
        value={text('durationSeconds') || (isRange(durationSeconds) ? rangeText(durationSeconds) : '')}
        problem={problemOf('durationSeconds')}
        onChange={(value) => setField('durationSeconds', value)}
      />
      <OptionGroup
        legend="Shape"
        options={shapeOptions}
        value={aspectRatio ?? ''}
        onChange={(value) => setField('aspectRatio', value)}
      />
      <OptionGroup
        legend="Resolution"
        options={isRange(resolution) ? [...resolutionOptions, rangeOption(resolution)] : resolutionOptions}
        value={isRange(resolution) ? rangeText(resolution) : (resolution ?? '')}
        onChange={(value) => setField('resolution', value)}
      />
      <OptionGroup
        legend="Sound"
        options={soundOptions}
        value={audio === undefined ? '' : String(audio)}
        onChange={(value) => setField('audio', value === '' ? null : value === 'any' ? 'any' : value === 'true')}
      />
      <FrameField slot="firstFrame" label="First frame" {...{ choice, answer, setField }} />
      <fieldset className="limits">
        <legend className="label">Limits</legend>
        <div className="field-row">
          <TextField
            label="At most"
            unit="$"
            inputMode="decimal"
            placeholder="no limit"
            value={text('maxUsd')}
            problem={problemOf('maxUsd')}
            onChange={(value) => setField('maxUsd', value)}
          />
          <TextField
            label="Ready in"
            unit="s"
            inputMode="numeric"
            placeholder="no limit"
            value={text('maxSeconds')}
            problem={problemOf('maxSeconds')}
            onChange={(value) => setField('maxSeconds', value)}
          />
          <TextField
            label="Quality at least"
            inputMode="numeric"
            placeholder="1150–1550"
            value={text('minQuality')}
            problem={problemOf('minQuality')}
            onChange={(value) => setField('minQuality', value)}
          />
        </div>
      </fieldset>
      <MoreFields {...{ choice, answer, setField, text, problemOf }} />
    </form>
  );
}

function textOf(value: unknown): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}
