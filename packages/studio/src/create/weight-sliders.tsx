import type { ProfileName, Sensitivity, Weights } from '@shotcaller/core';
import type { CSSProperties } from 'react';
import type { Choice } from '../brief/choice.ts';
import { OptionGroup } from '../controls/option-group.tsx';
import { slugOf } from '../controls/visible-text.ts';

const profileOptions: readonly { readonly value: ProfileName; readonly label: string }[] = [
  { value: 'fastAndCheap', label: 'Fast and cheap' },
  { value: 'balanced', label: 'Balanced' },
  { value: 'qualityAndCost', label: 'Quality and cost' },
];

const names: readonly (keyof Weights)[] = ['speed', 'cost', 'quality'];

/** What counts how much. The dark part of each track is where the pick stays. */
export function WeightSliders({
  choice,
  sensitivity,
  onWeight,
  onProfile,
}: {
  readonly choice: Choice;
  readonly sensitivity: Sensitivity | null;
  readonly onWeight: (name: keyof Weights, value: number) => void;
  readonly onProfile: (profile: ProfileName) => void;
}) {
  return (
    <section className="weights" aria-labelledby="weights-title">
      <div className="section-head">
        <h2 id="weights-title">Priorities</h2>
        <OptionGroup
          legend="Profile"
          isLegendHidden
          options={profileOptions}
          value={choice.profile ?? ''}
          onChange={onProfile}
        />
      </div>
      <div className="sliders">
        {names.map((name) => (
          <WeightSlider
            key={name}
            name={name}
            weight={choice.weights[name]}
            range={sensitivity?.weights[name]}
            onChange={(value) => onWeight(name, value)}
          />
        ))}
      </div>
    </section>
  );
}

function WeightSlider({
  name,
  weight,
  range,
  onChange,
}: {
  readonly name: keyof Weights;
  readonly weight: number;
  readonly range: Sensitivity['weights']['cost'] | undefined;
  readonly onChange: (value: number) => void;
}) {
  const percent = Math.round(weight * 100);
  const ends = range
    ? [
        range.below === null ? undefined : `below ${Math.round(range.from * 100)}: ${slugOf(range.below)}`,
        range.above === null ? undefined : `above ${Math.round(range.to * 100)}: ${slugOf(range.above)}`,
      ].filter((end) => end !== undefined)
    : [];
  const style = { '--from': range?.from ?? 0, '--to': range?.to ?? 1, '--at': weight } as CSSProperties;
  return (
    <label className="slider" style={style}>
      <span className="slider-name">{name}</span>
      <output className="slider-value">{percent}</output>
      <input
        type="range"
        min={0}
        max={100}
        value={percent}
        aria-label={name}
        aria-valuetext={`${percent} of 100`}
        onChange={({ target }) => onChange(Number(target.value) / 100)}
      />
      <span className="slider-ends" aria-hidden="true">
        {ends.length > 0 ? ends.join(' · ') : range ? 'no setting changes the result' : ''}
      </span>
    </label>
  );
}
