import { useEffect } from 'react';
import type { ChipName } from './chips.ts';
import { type ClipParts, LengthField, LimitFields, ResolutionField, ShapeField, SoundField } from './clip-fields.tsx';
import { FrameField } from './frame-field.tsx';
import { OtherFields } from './other-fields.tsx';
import { ReferenceField } from './reference-field.tsx';

/** The fields of one setting, as its chip opens them. */
export default function ChipFields({
  name,
  parts,
  onShown,
}: {
  readonly name: ChipName;
  readonly parts: ClipParts;
  /** They are there, and may take the focus. */
  readonly onShown: () => void;
}) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: other fields are shown anew
  useEffect(onShown, [name, onShown]);
  return <Fields name={name} parts={parts} />;
}

function Fields({ name, parts }: { readonly name: ChipName; readonly parts: ClipParts }) {
  switch (name) {
    case 'length':
      return <LengthField {...parts} />;
    case 'shape':
      return <ShapeField {...parts} />;
    case 'resolution':
      return <ResolutionField {...parts} />;
    case 'sound':
      return <SoundField {...parts} />;
    case 'frames':
      return (
        <>
          <FrameField slot="firstFrame" label="First frame" {...parts} />
          <FrameField slot="lastFrame" label="Last frame" {...parts} />
        </>
      );
    case 'references':
      return <ReferenceField {...parts} />;
    case 'limits':
      return <LimitFields {...parts} />;
    case 'more':
      return <OtherFields {...parts} />;
    default:
      return name satisfies never;
  }
}
