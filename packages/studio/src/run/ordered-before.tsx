import { serverNowMs } from '../api/server-clock.ts';
import { useNow } from '../controls/use-now.ts';
import { ago, orderWords } from '../words.ts';

/** What stands in the place of the button that spends once the order is placed. */
export function OrderedBefore({
  hash,
  orderedAtMs,
  onAnother,
}: {
  readonly hash: string;
  readonly orderedAtMs: number;
  readonly onAnother: () => void;
}) {
  const seconds = Math.max(0, Math.floor((useNow(true, serverNowMs) - orderedAtMs) / 1000));
  return (
    <p className="ordered-before">
      <a className="button primary" href={hash}>
        Ordered {ago(seconds)}: view
      </a>
      <button type="button" className="button" onClick={onAnother}>
        {orderWords.another}
      </button>
    </p>
  );
}
