import { memo } from 'react';
import type { GatewayError } from '../api/gateway-error.ts';
import type { Take } from './shot.ts';
import type { TakeView } from './shot-view.ts';
import { TakeCard } from './take-card.tsx';
import { TakeTools } from './take-tools.tsx';

/** What can be done with a take from its card. */
export interface TakeActions {
  readonly choose: (best: TakeView) => void;
  readonly star: (key: string) => void;
  readonly another: (view: TakeView) => void;
  readonly placeAtPrice: (take: Take) => void;
  readonly remove: (take: Take) => void;
}

/** One take among those of its shot, with its buttons. Drawn again only when something of it changes. */
export const TakePlace = memo(function TakePlace({
  view,
  letter,
  isStarred,
  canBeBest,
  refusal,
  isPlacing,
  isSought,
  isOfHere,
  canPlace,
  canAnother,
  canRemove,
  takesSeed,
  leftUsd,
  isHeard,
  onVideo,
  onHear,
  act,
}: {
  readonly view: TakeView;
  /** Its name while the models are hidden; `null`: they are shown. */
  readonly letter: string | null;
  readonly isStarred: boolean;
  readonly canBeBest: boolean;
  readonly refusal: GatewayError | undefined;
  readonly isPlacing: boolean;
  /** Whether it was ordered is still being read. */
  readonly isSought: boolean;
  /** The shot is of this browser. */
  readonly isOfHere: boolean;
  readonly canPlace: boolean;
  readonly canAnother: boolean;
  readonly canRemove: boolean;
  readonly takesSeed: boolean;
  readonly leftUsd: string | null;
  readonly isHeard: boolean;
  readonly onVideo: (key: string, video: HTMLVideoElement | null) => void;
  readonly onHear: (key: string) => void;
  readonly act: TakeActions;
}) {
  const { key, number, take } = view;
  const isHidden = letter !== null;
  return (
    <TakeCard
      view={view}
      name={`Take ${letter ?? number}`}
      isHidden={isHidden}
      isStarred={isStarred}
      refusal={refusal}
      isPlacing={isPlacing}
      isSought={isSought}
      isHeard={isHeard}
      onVideo={onVideo}
      onHear={onHear}
      onPlace={take && canPlace ? () => act.placeAtPrice(take) : null}
      onRemove={take?.isRefused && canRemove ? () => act.remove(take) : null}
    >
      {canBeBest && (
        <button type="button" className="button primary" onClick={() => act.choose(view)}>
          This one is best
          <span className="spoken-only">: take {letter ?? number}</span>
        </button>
      )}
      {!isHidden && (
        <TakeTools
          view={view}
          isStarred={isStarred}
          onStar={isOfHere ? () => act.star(key) : null}
          takesSeed={takesSeed}
          leftUsd={leftUsd}
          onAnother={canAnother ? () => act.another(view) : null}
        />
      )}
    </TakeCard>
  );
});
