import { dollars } from '@shotcaller/core';
import { type ReactNode, useState } from 'react';
import type { GatewayError } from '../api/gateway-error.ts';
import { atFirstPress } from '../controls/at-first-press.ts';
import { ModelName } from '../controls/model-name.tsx';
import { visible } from '../controls/visible-text.ts';
import { madeText, settingsText } from '../jobs/clip-text.tsx';
import { reasonText, stateNames } from '../jobs/job-sentences.ts';
import { JobTime } from '../jobs/job-time.tsx';
import { refusalSentences } from '../run/refusal-sentences.ts';
import { takeWords } from '../shot-words.ts';
import { orderWords } from '../words.ts';
import type { TakeView } from './shot-view.ts';
import { TakeVideo } from './take-video.tsx';
import { askedUsdOf } from './use-orders.ts';
import { usePoster } from './use-poster.ts';

/** One take: its clip, or how far it is; what it cost; what can be done with it. */
export function TakeCard({
  view,
  name,
  isHidden,
  isStarred,
  refusal,
  isPlacing,
  isSought,
  isHeard,
  onVideo,
  onHear,
  onPlace,
  onRemove,
  children,
}: {
  readonly view: TakeView;
  /** `Take 1`, or `Take A` while the models are hidden. */
  readonly name: string;
  /** The model, and what would tell it, is not shown: the vote is blind. */
  readonly isHidden: boolean;
  readonly isStarred: boolean;
  readonly refusal: GatewayError | undefined;
  readonly isPlacing: boolean;
  /** Whether it was ordered is still being read. */
  readonly isSought: boolean;
  /** Its sound is the one that is heard. */
  readonly isHeard: boolean;
  readonly onVideo: (key: string, video: HTMLVideoElement | null) => void;
  readonly onHear: (key: string) => void;
  /** `null`: this page may not spend. */
  readonly onPlace: (() => void) | null;
  /** `null`: it cannot be taken away. */
  readonly onRemove: (() => void) | null;
  /** Buttons. */
  readonly children: ReactNode;
}) {
  const { key, model, heard, take } = view;
  const job = heard?.job;
  const file = job?.status === 'done' ? job.files[0] : undefined;
  const poster = usePoster(file);
  const priceUsd = take ? askedUsdOf(take, refusal) : null;
  const orderText = refusal || take?.isRefused ? takeWords.tryAgain : takeWords.orderNow;
  // The button that sends an order again stays where it is while the order is on its way: the focus is on it.
  const [pressed, setPressed] = useState<string | null>(null);
  return (
    <article className={isStarred ? 'take starred' : 'take'} aria-labelledby={`take-${view.number}`}>
      <header className="take-head">
        <h2 id={`take-${view.number}`}>{name}</h2>
        {isHidden ? <span className="soft">{takeWords.hidden}</span> : <ModelName id={model} />}
        {isStarred && <span className="best">★ {takeWords.best}</span>}
      </header>
      {file ? (
        <TakeVideo
          takeKey={key}
          contentUrl={file.contentUrl}
          hasAudio={file.hasAudio}
          poster={poster}
          name={name}
          label={`${name}${isHidden ? '' : `, ${visible(model)}`}`}
          isHeard={isHeard}
          onVideo={onVideo}
          onHear={onHear}
        />
      ) : (
        <div className="take-wait" data-shape={job?.clip.aspectRatio ?? undefined}>
          <span className={`state ${job?.status ?? ''}`} role="status">
            {job
              ? stateNames[job.status]
              : isPlacing
                ? orderWords.placing
                : isSought
                  ? takeWords.reading
                  : take?.jobId
                    ? takeWords.notListed
                    : take?.isRefused
                      ? takeWords.refused
                      : refusal
                        ? takeWords.unconfirmed
                        : takeWords.notOrdered}
          </span>
          {heard && !job?.ended && job?.watched && <JobTime heard={heard} />}
          {job?.reason && <p className="problem">{reasonText(job.reason)}</p>}
          {!job && refusal && (
            <p className="problem" role="alert">
              {visible(refusalSentences(refusal, true).join(' '))}
            </p>
          )}
          {!job && take && take.jobId === null && (!isPlacing || pressed !== null) && !isSought && onPlace && (
            <button
              type="button"
              className="button"
              aria-disabled={isPlacing}
              onClick={atFirstPress(() => {
                if (isPlacing) return;
                setPressed(orderText);
                onPlace();
              })}
            >
              {(isPlacing && pressed) || orderText}
              {priceUsd !== null && `: up to ${dollars(priceUsd)}`}
            </button>
          )}
          {!job && !isPlacing && onRemove && (
            <button type="button" className="button" onClick={onRemove}>
              {takeWords.remove}
            </button>
          )}
        </div>
      )}
      {/* Models make different clips where something was left open, and that would tell them. */}
      {!isHidden && job && <p className="soft">{file ? madeText(file) : visible(settingsText(job.clip))}</p>}
      {!isHidden && (
        <p className="take-money">
          {moneyText(view)}
          {take?.seed !== undefined && <span className="soft"> · seed {take.seed}</span>}
        </p>
      )}
      <div className="take-buttons">{children}</div>
    </article>
  );
}

function moneyText({ heard, take }: TakeView): string {
  const job = heard?.job;
  if (job && job.unknownBills > 0) {
    return job.quotedHighUsd === null
      ? takeWords.billAndPriceUnknown
      : takeWords.billUnknown(dollars(job.quotedHighUsd));
  }
  if (job && job.billedUsd !== null) return `Billed ${dollars(job.billedUsd)}`;
  if (job?.status === 'refused' || (!job && take?.isRefused)) return 'Nothing was billed';
  const high = job ? job.quotedHighUsd : (take?.confirmUsd ?? null);
  return high === null ? 'Price unknown' : `Up to ${dollars(high)}`;
}
