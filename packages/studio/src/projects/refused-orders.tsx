import { dollars, sumUsd } from '@shotcaller/core';
import type { GatewayError } from '../api/gateway-error.ts';
import { atFirstPress } from '../controls/at-first-press.ts';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { refusalSentences } from '../run/refusal-sentences.ts';
import { projectWords } from '../shot-words.ts';
import type { Take } from '../shots/shot.ts';
import { shotStore } from '../shots/shot-store.ts';
import { askedUsdOf, type Orders } from '../shots/use-orders.ts';
import { overProjectText } from './project-sums.ts';

/** Orders that the gateway refused: why, and one press that sends them again at the price that stands on it. */
export function RefusedOrders({
  takes,
  orders: { refusals, placeAtPrice },
  leftUsd,
  isOnline,
}: {
  readonly takes: readonly Take[];
  readonly orders: Pick<Orders, 'refusals' | 'placeAtPrice'>;
  /** What the budget of the project leaves; `null`: no such budget. */
  readonly leftUsd: string | null;
  readonly isOnline: boolean;
}) {
  const asked = takes.map((take) => askedUsdOf(take, refusals.get(take.key)));
  const isUnpriced = asked.includes(null);
  const mostUsd = sumUsd(asked);
  const isRisen = takes.some((take, at) => asked[at] !== take.confirmUsd);
  const overProject = overProjectText(mostUsd, leftUsd);
  return (
    <Notice tone="caution">
      <p>{projectWords.refused(takes.length)}</p>
      {reasonsOf(takes, refusals).map((reason) => (
        <p key={reason}>{visible(reason)}</p>
      ))}
      {overProject !== null && (
        <p id="refused-hint" className="problem">
          {overProject}
        </p>
      )}
      <p className="pick-buttons">
        <button
          type="button"
          className="button"
          disabled={!isOnline || overProject !== null}
          aria-describedby={overProject === null ? undefined : 'refused-hint'}
          onClick={atFirstPress(() => {
            for (const take of takes) placeAtPrice(take);
          })}
        >
          {projectWords.sendAgain(takes.length)}
          {!isUnpriced && `: ${isRisen ? 'now ' : ''}up to ${dollars(mostUsd)}`}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => shotStore.removeRefused(new Set(takes.map(({ key }) => key)))}
        >
          {projectWords.removeRefused}
        </button>
      </p>
    </Notice>
  );
}

/** Each reason once, with its model when not all were refused for the same. */
function reasonsOf(takes: readonly Take[], refusals: ReadonlyMap<string, GatewayError>): readonly string[] {
  const reasons = takes.flatMap(({ key, model }) => {
    const refusal = refusals.get(key);
    return refusal ? { model, text: refusalSentences(refusal, true)[0]! } : [];
  });
  const isOne = new Set(reasons.map(({ text }) => text)).size === 1;
  return [...new Set(reasons.map(({ model, text }) => (isOne ? text : `${model}: ${text}`)))];
}
