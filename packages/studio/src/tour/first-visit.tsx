import '../style/tour.css';
import { Suspense, useState } from 'react';
import { lazyPart } from '../app/lazy-part.tsx';
import { tourWords } from '../tour-words.ts';
import { tourSeen } from './tour-seen.ts';

const Tour = lazyPart(() => import('./tour.tsx'), 'inside');

/** Asks who comes for the first time whether to be shown around. It stands in the page, in the way of nothing. */
export default function FirstVisit({ onSample }: { readonly onSample: (prompt: string) => void }) {
  const [step, setStep] = useState<'asked' | 'tour' | 'over'>(tourSeen.get() ? 'over' : 'asked');
  const end = () => {
    tourSeen.set();
    setStep('over');
  };
  if (step === 'over') return null;
  return (
    <>
      <section className="first-visit" aria-label={tourWords.title}>
        <p>{tourWords.ask}</p>
        <p className="first-visit-buttons">
          <button type="button" className="button" onClick={() => setStep('tour')}>
            {tourWords.show}
          </button>
          <button type="button" className="link" onClick={end}>
            {tourWords.noThanks}
          </button>
        </p>
      </section>
      {step === 'tour' && (
        <Suspense>
          <Tour onClose={end} onSample={onSample} />
        </Suspense>
      )}
    </>
  );
}
