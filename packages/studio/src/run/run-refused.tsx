import type { GatewayError } from '../api/gateway-error.ts';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { orderWords, upTo } from '../words.ts';

/** An order that the gateway did not take: what happened, whether it cost anything, and the next step. */
export function RunRefused({
  error,
  isOrder,
}: {
  readonly error: GatewayError;
  /** An order was sent; else the price was only asked for, which buys nothing. */
  readonly isOrder: boolean;
}) {
  const { price, problems } = error.detail;
  return (
    <Notice tone="failure" title={titles[error.code] ?? 'Not ordered'}>
      <p>{visible(error.message)}</p>
      {price && <p>It would cost {upTo(price)}.</p>}
      {problems?.map(({ field, message }) => (
        <p key={field}>{visible(message)}</p>
      ))}
      <p>
        {isOrder && !error.isRefusal ? orderWords.inDoubt : 'Nothing was bought.'} {nextSteps[error.code] ?? ''}
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
