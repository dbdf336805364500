import type { BillDoubt, BillDoubtCode } from '../bill-doubt.ts';
import { dollars } from './values.ts';
import { isListed, unlistedSentence } from './written-by-another-version.ts';

/** Why a stated bill is not believed, and what is booked in its place. Takes doubts that another version wrote. */
export function billDoubtSentence(doubt: BillDoubt): string {
  if (!isListed(billDoubtSentences, doubt.code)) return unlistedSentence(doubt);
  return (billDoubtSentences[doubt.code] as (doubt: BillDoubt) => string)(doubt);
}

const booked = 'The ledger counts the reserved amount instead, and later quotes ignore the bill.';
const look = 'Check openrouter.ai/activity for what was really billed.';

export const billDoubtSentences = {
  bill_far_above_quote: ({ stated, quotedHighUsd, mostUsd }) =>
    `The stated bill of ${stated} dollars is disputed: ${quotedHighUsd === null ? 'no price was known' : `the clip was quoted at up to ${dollars(quotedHighUsd)}`}, and more than ${dollars(mostUsd)} is not credible. ${booked} ${look}`,
  bill_unreadable: ({ stated }) =>
    `The stated bill, ${stated}, is disputed: it is not an amount in dollars. ${booked} ${look}`,
} as const satisfies { readonly [Code in BillDoubtCode]: (doubt: Extract<BillDoubt, { code: Code }>) => string };
