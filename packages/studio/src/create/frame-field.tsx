import { type DragEvent, useState } from 'react';
import { requirementsOf } from '../brief/choice.ts';
import { pictureReference, readReference } from '../brief/picture.ts';
import { pictureShelf } from '../brief/picture-shelf.ts';
import type { FrameSlot } from '../brief/resolve-inputs.ts';
import { takePictures } from '../brief/take-pictures.ts';
import { TextField } from '../controls/text-field.tsx';
import { visible } from '../controls/visible-text.ts';
import { pictureWords } from '../words.ts';
import type { ClipParts } from './clip-fields.tsx';
import { PictureButtons } from './picture-buttons.tsx';
import { PictureView } from './picture-view.tsx';

/** A frame: drop a picture, choose a file, or give its address. */
export function FrameField({
  slot,
  label,
  choice,
  answer,
  setField,
}: ClipParts & {
  readonly slot: FrameSlot;
  readonly label: string;
}) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isOver, setIsOver] = useState(false);
  const given = requirementsOf(choice)[slot];
  const address = typeof given === 'string' ? given : (given?.url ?? '');
  const reference = readReference(address);
  const missing = answer.missing.find((picture) => picture.slot === slot);
  const problem = answer.problems.find(({ field }) => field === slot)?.text;

  const take = (file: File | undefined) => {
    if (!file) return;
    takePictures([file]).then(
      ([picture]) => {
        setFailure(null);
        if (picture) setField(slot, pictureReference(picture));
      },
      (error: Error) => setFailure(error.message),
    );
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    // The page takes what is dropped elsewhere; this one has its place.
    event.stopPropagation();
    setIsOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the file button inside does the same by keyboard
    <div
      className={isOver ? 'frame-field over' : missing ? 'frame-field wanted' : 'frame-field'}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      {reference ? (
        <div className="frame-given">
          <PictureView id={reference.id} label={reference.name} />
          <div className="frame-facts">
            <span className="label">{label}</span>
            <span>{reference.name}</span>
            <span className="soft">
              {reference.width} × {reference.height}
            </span>
            {pictureShelf.get(reference.id)?.isMadeSmaller && <span className="soft">{pictureWords.madeSmaller}</span>}
          </div>
        </div>
      ) : (
        <TextField
          label={label}
          type="url"
          placeholder="https://… or drop a picture here"
          value={address}
          problem={missing ? undefined : problem}
          onChange={(value) => setField(slot, value)}
        />
      )}
      {missing && (
        <p className="frame-wanted">
          {missing.name === null ? pictureWords.mentioned : pictureWords.elsewhere(visible(missing.name))}
        </p>
      )}
      {failure !== null && (
        <p className="problem" role="alert">
          {failure}
        </p>
      )}
      <span className="frame-buttons">
        <PictureButtons
          label={`the ${label.toLowerCase()}`}
          text={reference ? 'Another file' : 'Choose a file'}
          onFiles={([file]) => take(file)}
        />
        {(address !== '' || missing) && (
          <button type="button" className="button small" onClick={() => setField(slot, null)}>
            Remove<span className="spoken-only"> the {label.toLowerCase()}</span>
          </button>
        )}
      </span>
    </div>
  );
}
