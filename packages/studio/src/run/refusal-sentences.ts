import type { GatewayError } from '../api/gateway-error.ts';
import { orderWords, upTo } from '../words.ts';

/**
 * What happened to an order that was not taken, and what it means for the money.
 *
 * @param isOrder `false`: the price was only asked for, which buys nothing
 */
export function refusalSentences(error: GatewayError, isOrder: boolean): readonly string[] {
  const { price } = error.detail;
  const money = isOrder && !error.isRefusal ? orderWords.inDoubt : orderWords.nothingBought;
  if (error.code === 'spend_not_confirmed' && price?.highUsd != null) return [orderWords.risen(upTo(price)), money];
  const happened = error.message.endsWith(money) ? error.message.slice(0, -money.length).trim() : error.message;
  return [happened, ...(price ? [orderWords.wouldCost(upTo(price))] : []), money];
}
