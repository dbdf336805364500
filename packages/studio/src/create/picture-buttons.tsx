/** The ways to a picture by hand: a file, or the camera of a phone. */
export function PictureButtons({
  label,
  text,
  isMany = false,
  onFiles,
}: {
  /** What the pictures are for, spoken: `the first frame`. */
  readonly label: string;
  readonly text: string;
  readonly isMany?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}) {
  const ways = [
    { className: 'button small file-button', text, spoken: `Choose a file for ${label}`, multiple: isMany },
    {
      className: 'button small file-button camera-button',
      text: 'Take a photo',
      spoken: `Take a photo for ${label}`,
      multiple: false,
      capture: 'environment' as const,
    },
  ];
  return ways.map((way) => (
    <label key={way.text} className={way.className}>
      <input
        type="file"
        accept="image/*"
        capture={way.capture}
        multiple={way.multiple}
        aria-label={way.spoken}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <span aria-hidden="true">{way.text}</span>
    </label>
  ));
}
