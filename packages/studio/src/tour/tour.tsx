import '../style/tour.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useGateway } from '../api/connection.tsx';
import { tourWords } from '../tour-words.ts';
import { SampleTakes } from './sample-takes.tsx';

/** How a clip is made, in three steps, with a sample that this page draws itself. A dialog: Escape closes it. */
export default function Tour({
  onClose,
  onSample,
}: {
  readonly onClose: () => void;
  /** Fills in the sample; it orders nothing. */
  readonly onSample: (prompt: string) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const [at, setAt] = useState(0);
  const { health } = useGateway();
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step is read out from its title on
  useEffect(() => title.current?.focus(), [at]);
  const step = steps[at]!;
  const isLast = at === steps.length - 1;
  return (
    <dialog ref={dialog} className="tour" aria-labelledby="tour-title" onClose={onClose}>
      <header className="tour-head">
        <p className="soft">{tourWords.stepOf(at + 1, steps.length)}</p>
        <button type="button" className="button small" onClick={() => dialog.current?.close()}>
          {tourWords.close}
        </button>
      </header>
      <h2 id="tour-title" ref={title} tabIndex={-1}>
        {step.title}
      </h2>
      <p>{step.text}</p>
      {step.more}
      {isLast && health && <p className="soft">{health.simulated ? tourWords.simulated : tourWords.real}</p>}
      <footer className="tour-buttons">
        <button type="button" className="button" disabled={at === 0} onClick={() => setAt(at - 1)}>
          {tourWords.back}
        </button>
        {isLast ? (
          <button
            type="button"
            className="button primary"
            onClick={() => {
              onSample(tourWords.samplePrompt);
              dialog.current?.close();
            }}
          >
            {tourWords.done}
          </button>
        ) : (
          <button type="button" className="button primary" onClick={() => setAt(at + 1)}>
            {tourWords.next}
          </button>
        )}
      </footer>
    </dialog>
  );
}

const steps: readonly { readonly title: string; readonly text: string; readonly more: ReactNode }[] = [
  {
    title: tourWords.describeTitle,
    text: tourWords.describe,
    more: <blockquote className="sample-prompt">{tourWords.samplePrompt}</blockquote>,
  },
  {
    title: tourWords.shootTitle,
    text: tourWords.shoot,
    more: (
      <dl className="sample-cards">
        {tourWords.shootLines.map(([name, what]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    ),
  },
  { title: tourWords.compareTitle, text: tourWords.compare, more: <SampleTakes /> },
];
