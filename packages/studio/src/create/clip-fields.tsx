import { isRange, type ResolutionRange, rangeText } from '@shotcaller/core';
import type { Answer } from '../brief/answer.ts';
import { type Choice, type Field, requirementsOf } from '../brief/choice.ts';
import { type Option, OptionGroup } from '../controls/option-group.tsx';
import { TextField } from '../controls/text-field.tsx';
import { resolutionOptions, shapeOptions, soundOptions } from './options.tsx';

export type SetField = (field: Field, value: unknown) => void;

/** What a field of the clip reads and writes. */
export interface ClipParts {
  readonly choice: Choice;
  readonly answer: Answer;
  readonly setField: SetField;
}

/** A field as it was given, as text; empty: it was not, or is more than a line. */
export function textIn({ choice }: ClipParts, field: Field): string {
  const value = requirementsOf(choice)[field];
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

export function problemIn({ answer }: ClipParts, field: Field): string | undefined {
  return answer.problems.find((problem) => problem.field === field)?.text;
}

export function LengthField(parts: ClipParts) {
  const { durationSeconds } = parts.answer.selection.requirements;
  return (
    <TextField
      label="Length"
      unit="seconds"
      placeholder="any"
      value={textIn(parts, 'durationSeconds') || (isRange(durationSeconds) ? rangeText(durationSeconds) : '')}
      problem={problemIn(parts, 'durationSeconds')}
      onChange={(value) => parts.setField('durationSeconds', value)}
    />
  );
}

export function ShapeField({ answer, setField }: ClipParts) {
  return (
    <OptionGroup
      legend="Shape"
      options={shapeOptions}
      value={answer.selection.requirements.aspectRatio ?? ''}
      onChange={(value) => setField('aspectRatio', value)}
    />
  );
}

export function ResolutionField({ answer, setField }: ClipParts) {
  const { resolution } = answer.selection.requirements;
  return (
    <OptionGroup
      legend="Resolution"
      options={isRange(resolution) ? [...resolutionOptions, rangeOption(resolution)] : resolutionOptions}
      value={isRange(resolution) ? rangeText(resolution) : (resolution ?? '')}
      onChange={(value) => setField('resolution', value)}
    />
  );
}

/** A range that the sentence or a link gives stands beside the classes that a press gives. */
function rangeOption(range: ResolutionRange): Option<string> {
  return { value: rangeText(range), label: rangeText(range) };
}

export function SoundField({ answer, setField }: ClipParts) {
  const { audio } = answer.selection.requirements;
  return (
    <OptionGroup
      legend="Sound"
      options={soundOptions}
      value={audio === undefined ? '' : String(audio)}
      onChange={(value) => setField('audio', value === '' ? null : value === 'any' ? 'any' : value === 'true')}
    />
  );
}

export function LimitFields(parts: ClipParts) {
  const field = (name: 'maxUsd' | 'maxSeconds' | 'minQuality') => ({
    value: textIn(parts, name),
    problem: problemIn(parts, name),
    onChange: (value: string) => parts.setField(name, value),
  });
  return (
    <fieldset className="limits">
      <legend className="label">Limits</legend>
      <div className="field-row">
        <TextField label="At most" unit="$" inputMode="decimal" placeholder="no limit" {...field('maxUsd')} />
        <TextField label="Ready in" unit="s" inputMode="numeric" placeholder="no limit" {...field('maxSeconds')} />
        <TextField label="Quality at least" inputMode="numeric" placeholder="1150–1550" {...field('minQuality')} />
      </div>
    </fieldset>
  );
}
