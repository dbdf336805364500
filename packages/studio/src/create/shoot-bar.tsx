import { counted, dollars, type RankedModel, sumUsd } from '@shotcaller/core';
import { useSyncExternalStore } from 'react';
import { useGateway, useIsMoneyRead, useOfJobs, useSpend } from '../api/connection.tsx';
import { visible } from '../controls/visible-text.ts';
import { overProjectText } from '../projects/project-sums.ts';
import { useProjectLeft } from '../projects/use-project-left.ts';
import { LimitSentence } from '../run/limit-sentence.tsx';
import { OrderedBefore } from '../run/ordered-before.tsx';
import { brokenBudget } from '../run/over-budget.ts';
import { useFruitless } from '../shots/fruitless.ts';
import { orderSender } from '../shots/order-sender.ts';
import type { Shot, Take } from '../shots/shot.ts';
import { createWords, inProjectWords, orderWords, pictureWords, upTo } from '../words.ts';

/** One button with the number of takes and the most that they may cost together, or the takes that this clip has already. */
export function ShootBar({
  places,
  unfit,
  wrongFields,
  shot,
  isDescribed,
  projectId,
  isPictureMissing,
  isPictureSought,
  onShoot,
  onSave,
  onAnother,
}: {
  /** The models that are ticked. */
  readonly places: readonly RankedModel[];
  /** How many more are ticked and do not fit. */
  readonly unfit: number;
  /** Settings that cannot be read: what was meant is not known, and not ordered. Empty: none. */
  readonly wrongFields: string;
  /** What was ordered for this clip before. */
  readonly shot: Shot | undefined;
  readonly isDescribed: boolean;
  /** The project that the shot goes into, whose budget holds; `null`: none. */
  readonly projectId: string | null;
  readonly isPictureMissing: boolean;
  /** It is still being read from this browser. */
  readonly isPictureSought: boolean;
  /** Told which takes brought neither clip nor bill. */
  readonly onShoot: (fruitless: ReadonlySet<string>) => void;
  /** Keeps the shot in its project without ordering it; `null`: it has none, or was shot. */
  readonly onSave: (() => void) | null;
  readonly onAnother: () => void;
}) {
  const { state, health } = useGateway();
  const spend = useSpend();
  const isMoneyRead = useIsMoneyRead();
  const fruitless = useFruitless(shot);
  const kept = shot?.takes.filter(({ isReleased }) => !isReleased) ?? [];
  const ordered = kept.filter(({ key }) => !fruitless.has(key));
  const open = places.filter(({ model }) => !ordered.some((take) => take.model === model));
  const broken = brokenBudget(
    spend.ledger?.budgets ?? [],
    open.map(({ price }) => price),
  );
  const projectLeftUsd = useProjectLeft(projectId);
  const overProject = isMoneyRead ? overProjectText(sumOf(open), projectLeftUsd) : null;
  const isUnpriced = open.some(({ price }) => price.highUsd === null);
  const hindrances: readonly (readonly [boolean, string])[] = [
    [wrongFields !== '', createWords.mendFirst(wrongFields)],
    [!isDescribed, orderWords.describeFirst],
    [isPictureMissing, pictureWords.needed],
    [isPictureSought, pictureWords.reading],
    [places.length === 0, unfit > 0 ? createWords.noneFits : createWords.tickOne],
    [!isMoneyRead, orderWords.readingMoney],
    [broken !== null, ''],
    [isUnpriced, 'The price of a ticked model is not known. Open its details to run it all the same.'],
  ];
  const hindrance = hindrances.find(([isSo]) => isSo)?.[1] ?? overProject ?? undefined;
  const isAgain = ordered.length > 0;
  const notOrdered = useNotOrdered(ordered);
  return (
    <section className="shoot-bar" aria-label="Shoot">
      {isAgain && shot && (
        <OrderedBefore
          hash={`#/takes/${shot.id}`}
          orderedAtMs={Math.max(...shot.takes.map(({ orderedAtMs }) => orderedAtMs))}
          instead={notOrdered}
          onAnother={onAnother}
        />
      )}
      {(open.length > 0 || !isAgain) && (
        <button
          type="button"
          className="button primary shoot"
          disabled={hindrance !== undefined || state !== 'online'}
          aria-describedby="shoot-hint"
          onClick={() => onShoot(fruitless)}
        >
          Shoot {isAgain ? `${open.length} more ${open.length === 1 ? 'take' : 'takes'}` : counted(open.length, 'take')}
          {open.length > 0 && !isUnpriced && `: ${sumText(open)}`}
          {health?.simulated && ', simulated'}
        </button>
      )}
      {onSave && (
        <button type="button" className="button" disabled={!isDescribed} onClick={onSave}>
          {inProjectWords.saveShot}
        </button>
      )}
      <p id="shoot-hint" className={(broken && state === 'online') || overProject !== null ? 'problem' : 'soft'}>
        {state === 'online' || !isDescribed ? (
          hindrance === '' && broken ? (
            <LimitSentence broken={broken} clips={open.length} />
          ) : (
            visible(
              hindrance ??
                (unfit > 0
                  ? createWords.someDoNotFit(unfit)
                  : kept.length > ordered.length
                    ? createWords.afterFruitless
                    : createWords.shootHint),
            )
          )
        ) : state === 'locked' ? (
          'This server asks for a client key before it shoots.'
        ) : state === 'connecting' ? (
          'Looking for the gateway…'
        ) : (
          'No gateway answers: you can compare models, and shoot once it is back.'
        )}
      </p>
    </section>
  );
}

/** What is said where the server is not known to have all these orders; `null`: it has them. */
function useNotOrdered(takes: readonly Take[]): string | null {
  const { underWay } = useSyncExternalStore(orderSender.subscribe, orderSender.now);
  const unheard = takes.filter(({ jobId }) => jobId === null).map(({ key }) => key);
  // A number and not the jobs themselves: the bar is drawn again only when it is another one. -1: not known yet.
  const missing = useOfJobs(({ byId, loaded }) => {
    const heard = new Set([...byId.values()].map(({ job }) => job.key));
    const count = unheard.filter((key) => !heard.has(key)).length;
    return count === 0 || loaded ? count : -1;
  });
  if (missing === 0) return null;
  if (unheard.some((key) => underWay.has(key))) return orderWords.placingView;
  return missing === -1 ? orderWords.shotBefore : orderWords.notOrdered(missing, takes.length);
}

function sumOf(places: readonly RankedModel[]): string {
  return sumUsd(places.map(({ price }) => price.highUsd));
}

function sumText(places: readonly RankedModel[]): string {
  if (places.length === 1) return upTo(places[0]!.price);
  return `up to ${dollars(sumOf(places))}`;
}
