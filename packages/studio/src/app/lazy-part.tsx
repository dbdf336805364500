import { Component, type ComponentType, lazy, type ReactNode, useEffect, useRef, useState } from 'react';
import { pauseMs } from '../api/pause.ts';
import { Notice } from '../controls/notice.tsx';
import { partWords } from '../words.ts';
import { mendStyles } from './mend-styles.ts';

/** Its script or its style did not arrive. */
class PartNotThere extends Error {}

/** `page`: a page of its own. `inside`: a part of one. `aside`: something that nobody misses; nothing is said in its place. */
type Standing = 'page' | 'inside' | 'aside';

/**
 * A part of the page that is fetched when it is first shown. While it does not arrive, as when the server starts again or has been updated, a
 * message stands in its place, and the page goes on asking for it. What stands around it stays as it is.
 */
export function lazyPart<Properties extends object>(
  load: () => Promise<{ default: ComponentType<Properties> }>,
  standing: Standing = 'page',
): ComponentType<Properties> {
  const ask = () => lazy(() => load().catch((cause: unknown) => Promise.reject(new PartNotThere('', { cause }))));
  // Outside of the component: React keeps nothing of one that waits for its part.
  let Part = ask();
  return function LazyPart(properties: Properties) {
    const [arrivals, setArrivals] = useState(0);
    const askAgain = async () => {
      await mendStyles();
      await load();
      Part = ask();
      setArrivals((before) => before + 1);
    };
    return (
      <Boundary key={arrivals} missing={<Missing askAgain={askAgain} standing={standing} />}>
        <Part {...properties} />
      </Boundary>
    );
  };
}

/** In the place of a page that is on its way. */
export function Waiting() {
  return (
    <main className="page" id="main" aria-busy="true">
      <p className="soft late">{partWords.loading}</p>
    </main>
  );
}

class Boundary extends Component<
  { readonly missing: ReactNode; readonly children: ReactNode },
  { readonly failure: unknown }
> {
  override state: { readonly failure: unknown } = { failure: null };

  static getDerivedStateFromError(failure: unknown): { failure: unknown } {
    return { failure };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    if (failure instanceof PartNotThere) return this.props.missing;
    throw failure;
  }
}

function Missing({ askAgain, standing }: { readonly askAgain: () => Promise<void>; readonly standing: Standing }) {
  const [failures, setFailures] = useState(1);
  const [isAsking, setIsAsking] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const again = () => {
    if (isAsking) return;
    setIsAsking(true);
    askAgain().catch(() => {
      setIsAsking(false);
      setFailures((before) => before + 1);
    });
  };
  const current = useRef(again);
  current.current = again;
  // By itself too: later each time, and at once when the browser says that the network is back.
  useEffect(() => {
    const ask = () => current.current();
    const timer = setTimeout(ask, pauseMs(failures + 1));
    addEventListener('online', ask);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', ask);
    };
  }, [failures]);
  // It may stand below what was pressed.
  useEffect(() => void place.current?.scrollIntoView({ block: 'nearest' }), []);
  if (standing === 'aside') return null;
  const notice = (
    <div ref={place}>
      <Notice tone="failure" title={partWords.title}>
        <p>{partWords.what}</p>
        <p className="pick-buttons">
          <button type="button" className="button primary" aria-busy={isAsking} onClick={again}>
            {partWords.again}
          </button>
          <button type="button" className="button" onClick={() => location.reload()}>
            {partWords.reload}
          </button>
        </p>
      </Notice>
    </div>
  );
  if (standing === 'inside') return notice;
  return (
    <main className="page" id="main">
      {notice}
    </main>
  );
}
