import { counted } from '@shotcaller/core';
import { type DragEvent, useState } from 'react';
import { requirementsOf } from '../brief/choice.ts';
import { pictureReference, readReference } from '../brief/picture.ts';
import { referencesIn } from '../brief/resolve-inputs.ts';
import { takePictures } from '../brief/take-pictures.ts';
import { TextField } from '../controls/text-field.tsx';
import { visible } from '../controls/visible-text.ts';
import { pictureWords } from '../words.ts';
import type { ClipParts } from './clip-fields.tsx';
import { PictureButtons } from './picture-buttons.tsx';
import { PictureView } from './picture-view.tsx';

/** The last part of a path. */
function fileNameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** What steers the clip without being in it: pictures from this machine, and addresses of pictures, sounds and videos. */
export function ReferenceField({ choice, answer, setField }: ClipParts) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isOver, setIsOver] = useState(false);
  const given = referencesIn(requirementsOf(choice));
  const own = given.filter((entry) => typeof entry === 'string' && readReference(entry) !== undefined) as string[];
  const others = given.filter((entry) => typeof entry !== 'string' || readReference(entry) === undefined);
  const missing = answer.missing.filter(({ slot }) => slot === 'references');
  const problem = answer.problems.find(({ field }) => field === 'references')?.text;
  const set = (pictures: readonly string[], rest = others) => {
    const all = [...pictures, ...rest];
    setField('references', all.length === 0 ? null : all);
  };
  const take = (files: readonly File[]) => {
    if (files.length === 0) return;
    takePictures(files).then(
      (pictures) => {
        setFailure(null);
        // One that was only named before is here now.
        const names = new Set(pictures.map(({ name }) => name));
        const rest = others.filter((entry) => !names.has(fileNameOf(typeof entry === 'string' ? entry : entry.url)));
        set([...new Set([...own, ...pictures.map(pictureReference)])], rest);
      },
      (error: Error) => setFailure(error.message),
    );
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    // The page takes what is dropped elsewhere; this field has its place.
    event.stopPropagation();
    setIsOver(false);
    take([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the file button inside does the same by keyboard
    <div
      className={isOver ? 'frame-field over' : missing.length > 0 ? 'frame-field wanted' : 'frame-field'}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <span className="label">References</span>
      {own.length > 0 && (
        <ul className="reference-list" aria-label={counted(own.length, 'reference picture')}>
          {own.map((entry) => {
            const { id, name } = readReference(entry)!;
            return (
              <li key={entry}>
                <PictureView id={id} label={name} />
                <button type="button" className="link" onClick={() => set(own.filter((other) => other !== entry))}>
                  Remove<span className="spoken-only"> the reference {name}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <TextField
        label="Addresses"
        placeholder="https://… or drop pictures here"
        value={others.map((entry) => (typeof entry === 'string' ? entry : entry.url)).join(' ')}
        problem={missing.length > 0 ? undefined : problem}
        onChange={(value) =>
          set(
            own,
            value.split(/[\s,]+/).filter((address) => address !== ''),
          )
        }
      />
      {missing.map(({ name }) => (
        <p key={name} className="frame-wanted">
          {name === null ? pictureWords.mentionedReferences : pictureWords.elsewhere(visible(name))}
        </p>
      ))}
      {failure !== null && (
        <p className="problem" role="alert">
          {failure}
        </p>
      )}
      <span className="frame-buttons">
        <PictureButtons label="the references" text="Add pictures" isMany onFiles={take} />
        {(given.length > 0 || missing.length > 0) && (
          <button type="button" className="button small" onClick={() => setField('references', null)}>
            Remove all<span className="spoken-only"> references</span>
          </button>
        )}
      </span>
    </div>
  );
}
