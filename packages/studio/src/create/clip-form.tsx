import { requirementsOf } from '../brief/choice.ts';
import { type ClipParts, LengthField, LimitFields, ResolutionField, ShapeField, SoundField } from './clip-fields.tsx';
import { FrameField } from './frame-field.tsx';
import { OtherFields } from './other-fields.tsx';
import { ReferenceField } from './reference-field.tsx';

/** What clips need, field by field. */
export function ClipForm(parts: ClipParts) {
  const given = requirementsOf(parts.choice);
  const isUsed =
    (['lastFrame', 'references', 'seed', 'size', 'providers', 'passthrough'] as const).some(
      (field) => given[field] !== undefined,
    ) || parts.answer.missing.some(({ slot }) => slot !== 'firstFrame');
  return (
    <form className="clip-form" aria-label="The clip" onSubmit={(event) => event.preventDefault()}>
      <LengthField {...parts} />
      <ShapeField {...parts} />
      <ResolutionField {...parts} />
      <SoundField {...parts} />
      <FrameField slot="firstFrame" label="First frame" {...parts} />
      <LimitFields {...parts} />
      <details className="more" open={isUsed || undefined}>
        <summary>Last frame, references, seed, providers</summary>
        <FrameField slot="lastFrame" label="Last frame" {...parts} />
        <ReferenceField {...parts} />
        <OtherFields {...parts} />
      </details>
    </form>
  );
}
