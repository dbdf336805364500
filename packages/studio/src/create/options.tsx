import type { Option } from '../controls/option-group.tsx';

/** The shapes that most models make; others can be said in the sentence. */
export const shapeOptions: readonly Option<string>[] = [
  { value: '', label: 'any', name: 'any shape' },
  ...['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'].map((ratio) => ({
    value: ratio,
    label: <ShapeMark ratio={ratio} />,
    name: ratio,
  })),
];

export const resolutionOptions: readonly Option<string>[] = [
  { value: '', label: 'any', name: 'any resolution' },
  ...['480p', '720p', '1080p', '2K', '4K'].map((resolution) => ({ value: resolution, label: resolution })),
];

export const soundOptions: readonly Option<string>[] = [
  { value: '', label: 'model default', name: 'model default: with sound where the model can' },
  { value: 'true', label: 'with', name: 'with sound' },
  { value: 'false', label: 'without', name: 'without sound' },
  { value: 'any', label: 'don’t mind', name: 'don’t mind: with sound or not, whichever is cheaper' },
];

/** The frame drawn to its ratio, with the ratio below it. */
function ShapeMark({ ratio }: { readonly ratio: string }) {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  const scale = 16 / Math.max(width, height);
  return (
    <span className="shape-mark">
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        <rect
          x={9 - (width * scale) / 2}
          y={9 - (height * scale) / 2}
          width={width * scale}
          height={height * scale}
          rx="1.5"
        />
      </svg>
      {ratio}
    </span>
  );
}
