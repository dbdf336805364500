import '../style/further-pages.css';
import { useEffect, useState } from 'react';
import { gateway } from '../api/gateway.ts';
import { GatewayError } from '../api/gateway-error.ts';
import { pause } from '../api/pause.ts';
import type { ViewAnswer } from '../api/wire.ts';
import { ModelName } from '../controls/model-name.tsx';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { stateNames } from '../jobs/job-sentences.ts';
import { viewWords } from '../shot-words.ts';
import { PlayBar } from '../shots/play-bar.tsx';
import { TakeVideo } from '../shots/take-video.tsx';
import { useTakePlayback } from '../shots/use-take-playback.ts';

/** A take that is not finished is looked at again after so long. */
const lookAgainMs = 3000;

/** A comparison for those who have its link: clips side by side, and nothing to press that spends or tells more. */
export default function ViewPage({ token }: { readonly token: string }) {
  const [view, setView] = useState<ViewAnswer | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { playback, onVideo, heard, hear } = useTakePlayback();

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const look = async (): Promise<void> => {
      while (!signal.aborted) {
        try {
          const found = await gateway.view(token, signal);
          setView(found);
          setFailure(null);
          if (found.takes.every(({ ended }) => ended)) return;
        } catch (error) {
          if (signal.aborted) return;
          setFailure((error as Error).message);
          // A link that is not known, or has expired, will not come back.
          if (error instanceof GatewayError && [404, 410].includes(error.status)) return setView(null);
        }
        await pause(lookAgainMs, signal);
      }
    };
    void look();
    return () => controller.abort();
  }, [token]);
  useEffect(() => {
    document.title = 'Comparison · Shotcaller';
  }, []);
  const hasClips = view?.takes.some(({ clips }) => clips.length > 0) ?? false;
  return (
    <>
      <header className="top-bar">
        <span className="wordmark">Shotcaller</span>
        <span className="top-end soft">Comparison</span>
      </header>
      <main className="page takes-page" id="main">
        <header className="shot-head">
          <h1 className="shot-title">{visible(view?.prompt ?? 'Comparison')}</h1>
          {view && (
            <p className="soft">
              {viewWords.only} {viewWords.until(new Date(view.expiresAt).toLocaleString())}
            </p>
          )}
        </header>
        {failure !== null && <Notice tone="failure">{visible(failure)}</Notice>}
        {hasClips && <PlayBar playback={playback} />}
        <div className="takes" data-count={view?.takes.length ?? 0}>
          {view?.takes.map(({ number, model, status, clips: [clip] }) => (
            <article key={number} className="take" aria-labelledby={`take-${number}`}>
              <header className="take-head">
                <h2 id={`take-${number}`}>Take {number}</h2>
                <ModelName id={model} />
              </header>
              {clip ? (
                <TakeVideo
                  takeKey={String(number)}
                  contentUrl={clip.contentUrl}
                  hasAudio={null}
                  poster={null}
                  name={`Take ${number}`}
                  label={`Take ${number}, ${visible(model)}`}
                  isHeard={heard === String(number)}
                  onVideo={onVideo}
                  onHear={hear}
                />
              ) : (
                <div className="take-wait">
                  <span className={`state ${status}`} role="status">
                    {stateNames[status]}
                  </span>
                </div>
              )}
            </article>
          ))}
        </div>
      </main>
    </>
  );
}
