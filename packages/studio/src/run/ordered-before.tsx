import { serverNowMs } from '../api/server-clock.ts';
import { useNow } from '../controls/use-now.ts';
import { ago, orderWords } from '../words.ts';

/** What stands in the place of the button that spends once the order is placed, or is on its way. */
export function OrderedBefore({
  hash,
  orderedAtMs,
  instead = null,
  onAnother,
}: {
  readonly hash: string;
  readonly orderedAtMs: number;
  /** What is said of an order that the server is not known to have; `null`: it has it. */
  readonly instead?: string | null;
  readonly onAnother: () => void;
}) {
  const seconds = Math.max(0, Math.floor((useNow(true, serverNowMs) - orderedAtMs) / 1000));
  return (
    <p className="ordered-before">
      <a className="button primary" href={hash}>
        {instead ?? `Ordered ${ago(seconds)}: view`}
      </a>
      {instead === null && (
        <button type="button" className="button" onClick={onAnother}>
          {orderWords.another}
        </button>
      )}
    </p>
  );
}
