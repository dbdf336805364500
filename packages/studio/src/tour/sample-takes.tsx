import { useEffect, useRef, useState } from 'react';
import { tourWords } from '../tour-words.ts';
import { drawSample, type SampleLook } from './draw-sample.ts';

const takes: readonly { readonly name: string; readonly look: SampleLook }[] = [
  { name: 'A', look: 'dusk' },
  { name: 'B', look: 'night' },
];

/** Two drawn clips beside each other, in sync, to choose from. Nothing is fetched and nothing is ordered for them. */
export function SampleTakes() {
  const [best, setBest] = useState<string | null>(null);
  const canvases = useRef(new Map<SampleLook, HTMLCanvasElement>());
  useEffect(() => {
    const draw = (seconds: number) => {
      for (const [look, canvas] of canvases.current) {
        const context = canvas.getContext('2d');
        if (context) drawSample(context, look, seconds);
      }
    };
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      draw(1.5);
      return;
    }
    let frame = requestAnimationFrame(function step(ms) {
      draw(ms / 1000);
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <>
      <div className="sample-takes">
        {takes.map(({ name, look }) => (
          <div key={name} className={best === name ? 'sample-take best' : 'sample-take'}>
            <canvas
              width={180}
              height={320}
              role="img"
              aria-label={tourWords.sampleLabel(name)}
              ref={(canvas) => {
                if (canvas) canvases.current.set(look, canvas);
                else canvases.current.delete(look);
              }}
            />
            <button type="button" className="button small" aria-pressed={best === name} onClick={() => setBest(name)}>
              {best === name ? '★ ' : '☆ '}
              {tourWords.best}
              <span className="spoken-only"> {tourWords.take(name)}</span>
            </button>
          </div>
        ))}
      </div>
      <p className="soft">{tourWords.drawn}</p>
      <p role="status">{best !== null && tourWords.chosen}</p>
    </>
  );
}
