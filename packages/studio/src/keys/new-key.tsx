import { useState } from 'react';
import { gateway } from '../api/gateway.ts';
import type { AddedClientKey } from '../api/wire.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { Notice } from '../controls/notice.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useFocusAtFirst } from '../controls/use-focus-at-first.ts';
import { useSending } from '../controls/use-sending.ts';
import { visible } from '../controls/visible-text.ts';
import { keysWords } from '../page-words.ts';
import { emptyDraft, type KeyDraft, KeyFields, limitsOf } from './key-fields.tsx';

/** The form that makes a key. */
export function NewKey({ onAdded }: { readonly onAdded: (added: AddedClientKey) => void }) {
  const [name, setName] = useState('');
  const [isAdmin, setIsAdmin] = useState(false);
  const [draft, setDraft] = useState<KeyDraft>(emptyDraft);
  const { isBusy, failure, problemOf, send } = useSending();
  return (
    <form
      className="key-edit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (name === '') return;
        send(async () => {
          const added = await gateway.addKey({ name, ...(isAdmin && { admin: true }), ...limitsOf(draft) });
          setName('');
          setIsAdmin(false);
          setDraft(emptyDraft);
          onAdded(added);
        });
      }}
    >
      <TextField
        label={keysWords.name}
        placeholder={keysWords.nameHint}
        autoComplete="off"
        spellCheck={false}
        value={name}
        problem={problemOf('name')}
        onChange={setName}
      />
      <KeyFields draft={draft} onChange={setDraft} problemOf={problemOf} />
      <label className="switch">
        <input type="checkbox" checked={isAdmin} onChange={({ target }) => setIsAdmin(target.checked)} />
        {keysWords.admin}
      </label>
      {failure !== null && <Notice tone="failure">{visible(failure)}</Notice>}
      <p>
        <button type="submit" className="button primary" aria-disabled={isBusy || name === ''}>
          {isBusy ? keysWords.making : keysWords.make}
        </button>
      </p>
    </form>
  );
}

/** A key that was just made. It stands here until it is put away, and nowhere else: no store of this browser keeps it. */
export function MadeKey({ added, onDone }: { readonly added: AddedClientKey; readonly onDone: () => void }) {
  const title = useFocusAtFirst<HTMLHeadingElement>();
  return (
    <section className="made-key" aria-labelledby="made-title">
      <h2 id="made-title" tabIndex={-1} ref={title}>
        {keysWords.secretTitle(visible(added.entry.name))}
      </h2>
      <p>{keysWords.secretOnce}</p>
      <p className="secret">
        <code>{added.key}</code> <CopyButton text={added.key} label={keysWords.copy} />
      </p>
      <p className="soft">{keysWords.secretUse}</p>
      <p>
        <button type="button" className="button" onClick={onDone}>
          {keysWords.kept}
        </button>
      </p>
    </section>
  );
}
