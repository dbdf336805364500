import { type BillDoubt, mostBelievedUsd, type Price } from '@shotcaller/core';
import type { JobReading } from '../../openrouter/client.types.ts';
import { tighterUsd } from './caps.ts';
import { mostBookableUsd, picoFromUsd } from './pico.ts';

/** What an attempt's row says of its bill. */
export interface StatedBill {
  /** `null`: not stated, or not believed. */
  readonly billedUsd: string | null;
  readonly billKnown: boolean;
  /** Why what was stated is not believed. `null`: it is, or nothing was stated. */
  readonly billDoubt: BillDoubt | null;
}

/** How far the bill that an answer states is believed. One below the quote always is: it takes nothing from anybody. */
export function statedBill(
  { costUsd, statedCost }: Pick<JobReading, 'costUsd' | 'statedCost'>,
  price: Pick<Price, 'highUsd'>,
): StatedBill {
  if (costUsd === null) {
    return unbelieved(statedCost === undefined ? null : { code: 'bill_unreadable', stated: statedCost });
  }
  const mostUsd = tighterUsd(mostBelievedUsd(price), mostBookableUsd) ?? mostBookableUsd;
  if (picoFromUsd(costUsd) <= picoFromUsd(mostUsd)) return { billedUsd: costUsd, billKnown: true, billDoubt: null };
  const stated = statedCost ?? costUsd;
  return unbelieved({ code: 'bill_far_above_quote', stated, mostUsd, quotedHighUsd: price.highUsd });
}

function unbelieved(billDoubt: BillDoubt | null): StatedBill {
  return { billedUsd: null, billKnown: false, billDoubt };
}
