import type { GatewayError } from '../api/gateway-error.ts';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { refusalSentences } from './refusal-sentences.ts';

/** An order that the gateway did not take: what happened, whether it cost anything, and the next step. */
export function RunRefused({
  error,
  isOrder,
}: {
  readonly error: GatewayError;
  /** An order was sent; else the price was only asked for, which buys nothing. */
  readonly isOrder: boolean;
}) {
  const { problems } = error.detail;
  const sentences = refusalSentences(error, isOrder);
  const [happened, money] = [sentences.slice(0, -1), sentences.at(-1)];
  return (
    <Notice tone="failure" title={titles[error.code] ?? 'Not ordered'}>
      {happened.map((sentence) => (
        <p key={sentence}>{visible(sentence)}</p>
      ))}
      {problems?.map(({ field, message }) => (
        <p key={field}>{visible(message)}</p>
      ))}
      <p>
        {money} {nextSteps[error.code] ?? ''}
      </p>
    </Notice>
  );
}

const titles: Readonly<Record<string, string>> = {
  over_budget: 'Over the budget',
  spend_not_confirmed: 'The price has changed',
  no_eligible_model: 'No model fits',
  unreachable: 'No answer',
  no_gateway: 'No answer',
};

const nextSteps: Readonly<Record<string, string>> = {
  over_budget: 'Choose a cheaper model or a shorter clip, or raise the limit in the configuration.',
  spend_not_confirmed: 'Look at the new price, then order again.',
  price_unknown_with_cap: 'Choose another model, or lift the limit.',
};
