import { type KeyboardEvent, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { lazyPart } from '../app/lazy-part.tsx';
import { requirementsOf } from '../brief/choice.ts';
import { readReference } from '../brief/picture.ts';
import { referencesIn } from '../brief/resolve-inputs.ts';
import { chipWords, partWords } from '../words.ts';
import { type Chip, type ChipName, chipsOf, hasChip } from './chips.ts';
import type { ClipParts } from './clip-fields.tsx';
import { PictureButtons } from './picture-buttons.tsx';
import { PictureView } from './picture-view.tsx';

const loadFields = () => import('./chip-fields.tsx');
const ChipFields = lazyPart(loadFields, 'inside');
/** Asked for when somebody comes near a chip, so that it is there at the press. What does not arrive is asked for again by the press. */
const expectFields = () => void loadFields().catch(() => undefined);

const firstField = 'input:not([type=file], [type=radio]), input:checked';

/**
 * The settings of the clip as chips: each says its value, and opens its field below the row. A sentence fills them; they never touch the
 * prompt.
 */
export function SettingChips({
  onPictures,
  ...parts
}: ClipParts & {
  /** Takes pictures as if they were dropped on the page. */
  readonly onPictures: (files: readonly File[]) => void;
}) {
  /** `undefined`: nobody has pressed a chip, and one that wants something is open. */
  const [chosen, setChosen] = useState<ChipName | null | undefined>();
  const panel = useRef<HTMLFormElement>(null);
  const row = useRef<HTMLFieldSetElement>(null);
  const isPressed = useRef(false);
  const { answer } = parts;
  const isBegun = parts.choice.sentence !== '';
  useEffect(() => {
    // What is written may open a field by itself.
    if (isBegun) expectFields();
  }, [isBegun]);
  const chips = chipsOf(parts);
  const open = chosen === undefined ? (chips.find(({ wants }) => wants)?.name ?? null) : chosen;
  const press = (name: ChipName | null) => {
    isPressed.current = true;
    setChosen(name);
  };
  const onShown = useCallback(() => {
    // Who presses goes on in the field; who pastes a picture stays in the prompt.
    if (isPressed.current) panel.current?.querySelector<HTMLElement>(firstField)?.focus();
    isPressed.current = false;
  }, []);
  const { frames, references } = picturesIn(parts);
  const had = useRef({ frames, references });
  useEffect(() => {
    // One that was dropped or pasted is shown, with its size and a way to remove it.
    if (frames > had.current.frames) setChosen('frames');
    else if (references > had.current.references) setChosen('references');
    had.current = { frames, references };
  }, [frames, references]);
  const close = () => {
    row.current?.querySelector<HTMLElement>(`[data-chip="${open}"]`)?.focus();
    press(null);
  };
  const onKey = (event: KeyboardEvent) => {
    // Enter and Escape that end the composing of a word are not for the page.
    if (open === null || event.nativeEvent.isComposing) return;
    // A form of several fields, or of none to type in, is not closed by Enter as one of a single field is.
    const isDone = event.key === 'Enter' && !event.ctrlKey && !event.metaKey && isField(event.target);
    if (event.key !== 'Escape' && !isDone) return;
    event.preventDefault();
    close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what a chip has opened
    <div className="settings" onKeyDown={onKey} onPointerEnter={expectFields} onFocus={expectFields}>
      <fieldset className="chips" ref={row}>
        <legend className="spoken-only">{chipWords.legend}</legend>
        {chips.map((chip) => (
          <ChipButton
            key={chip.name}
            chip={chip}
            isOpen={open === chip.name}
            onPress={() => press(open === chip.name ? null : chip.name)}
          />
        ))}
        <span className="chip-pictures">
          <PictureButtons label="the clip" text="Add a picture" isMany onFiles={onPictures} />
        </span>
      </fieldset>
      {answer.problems.map(
        ({ field, text }) =>
          hasChip(field) &&
          chips.find(({ fields }) => fields.includes(field))?.name !== open && (
            <p key={text} className="problem">
              {text}
            </p>
          ),
      )}
      {open !== null && (
        <form
          id="chip-panel"
          className="chip-panel"
          aria-label={chipWords.panel}
          ref={panel}
          onSubmit={(event) => event.preventDefault()}
        >
          <Suspense fallback={<p className="soft late">{partWords.loadingPart}</p>}>
            <ChipFields name={open} parts={parts} onShown={onShown} />
          </Suspense>
        </form>
      )}
    </div>
  );
}

/** What is typed in or chosen; a file is chosen with Enter. */
function isField(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.type !== 'file';
}

/** How many pictures of this machine the clip has. */
function picturesIn({ choice }: ClipParts): { readonly frames: number; readonly references: number } {
  const given = requirementsOf(choice);
  const count = (values: readonly unknown[]) =>
    values.filter((value) => typeof value === 'string' && readReference(value)).length;
  return { frames: count([given.firstFrame, given.lastFrame]), references: count(referencesIn(given)) };
}

function ChipButton({
  chip: { name, label, value, picture, isSet, wants },
  isOpen,
  onPress,
}: {
  readonly chip: Chip;
  readonly isOpen: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className={`chip${isSet ? ' set' : ''}${wants ? ' wants' : ''}`}
      data-chip={name}
      aria-expanded={isOpen}
      aria-controls={isOpen ? 'chip-panel' : undefined}
      onClick={onPress}
    >
      {picture && <PictureView id={picture.id} label="" />}
      <span className="chip-label">{label}</span> <span className="chip-value">{value}</span>
    </button>
  );
}
