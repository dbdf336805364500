import '../style/further-pages.css';
import type { Change } from '@shotcaller/core';
import { Suspense, useEffect, useLayoutEffect, useRef } from 'react';
import { lazyPart } from '../app/lazy-part.tsx';
import type { Answer } from '../brief/answer.ts';
import type { Choice, SheetTab } from '../brief/choice.ts';
import type { ChangeChoice } from '../brief/use-choice.ts';
import { ModelName } from '../controls/model-name.tsx';
import { RunTab } from '../run/run-tab.tsx';
import { WhyTab } from './why-tab.tsx';

const RequestTab = lazyPart(() => import('./request-tab.tsx'), 'inside');

const tabs: readonly { readonly tab: SheetTab; readonly name: string }[] = [
  { tab: 'why', name: 'Why' },
  { tab: 'request', name: 'Request' },
  { tab: 'run', name: 'Run' },
];

/** One model for this clip: why it stands where it stands, the exact request, and buying it. A dialog: Escape closes it. */
export default function ModelSheet({
  model,
  tab,
  choice,
  change,
  answer,
  onTab,
  onClose,
  onApply,
}: {
  readonly model: string;
  readonly tab: SheetTab;
  readonly choice: Choice;
  readonly change: ChangeChoice;
  readonly answer: Answer;
  readonly onTab: (tab: SheetTab) => void;
  readonly onClose: () => void;
  readonly onApply: (changes: readonly Change[]) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isGone = useRef(false);
  useLayoutEffect(() => {
    isGone.current = false;
    const element = dialog.current;
    element?.showModal();
    return () => {
      // The page waits, hidden, for the next one: a sheet that stayed open would keep everything else from being reached.
      isGone.current = true;
      element?.close();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model is a reason to open it again
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, [model]);
  const { ranked } = answer.selection;
  const place = ranked.findIndex((entry) => entry.model === model);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the sheet closes it; the keyboard has Escape and the button
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby="sheet-title"
      onClose={() => {
        // Told a while after: it may be gone by then, or have been opened again.
        if (!isGone.current && !dialog.current?.open) onClose();
      }}
      onClick={({ target }) => target === dialog.current && dialog.current?.close()}
    >
      <div className="sheet-inside">
        <header className="sheet-head">
          <h2 id="sheet-title">
            <ModelName id={model} />
          </h2>
          <button type="button" className="button small" onClick={() => dialog.current?.close()}>
            Close
          </button>
          <nav className="tabs" aria-label="About this model">
            {tabs.map((entry) => (
              <button
                key={entry.tab}
                type="button"
                className="tab"
                aria-current={entry.tab === tab ? 'true' : undefined}
                onClick={() => onTab(entry.tab)}
              >
                {entry.name}
              </button>
            ))}
            <span className={place === 0 ? 'place picked' : 'place'}>
              {place === -1 ? 'not ranked' : place === 0 ? 'your pick' : `number ${place + 1} of ${ranked.length}`}
            </span>
          </nav>
        </header>
        <div className="sheet-body">
          {tab === 'why' && <WhyTab model={model} answer={answer} onApply={onApply} />}
          {tab === 'request' && (
            <Suspense fallback={<p className="soft">Writing the request…</p>}>
              <RequestTab model={model} answer={answer} />
            </Suspense>
          )}
          {tab === 'run' && <RunTab key={model} model={model} choice={choice} change={change} answer={answer} />}
        </div>
      </div>
    </dialog>
  );
}
