import {
  type Brief,
  cheaperModel,
  cheaperModelSentence,
  counted,
  dollars,
  notesOfPrice,
  type Plan,
  priceRange,
  secondsText,
} from '@shotcaller/core';
import Big from 'big.js';
import type { ExpectedPlace } from '../files/expected-place.ts';
import type { BudgetLeft } from '../jobs/money/check-budget.ts';
import type { CommandContext, CommandTerminal } from './context.ts';
import { clean } from './render/clean.ts';
import { orderLines } from './render/order.ts';
import { priceLines } from './render/price-lines.ts';

export interface PlanView {
  readonly simulated: boolean;
  readonly place: ExpectedPlace;
  readonly left: readonly BudgetLeft[];
}

/** Shows what is about to be bought: model, price, time, and the whole order, prompt included. */
export function showPlan(
  plan: Plan,
  brief: Brief,
  { simulated, place, left }: PlanView,
  context: CommandContext,
): void {
  const { terminal, flags, localTime } = context;
  const { model, price, expectedTime, selection } = plan;
  const time = expectedTime
    ? `, about ${secondsText(expectedTime.p50Seconds)} (90 % finish within ${secondsText(expectedTime.p90Seconds)})`
    : '';
  terminal.talk(`${clean(model)} for ${priceRange(price)}${simulated ? ', simulated' : ''}${time}\n`);
  if (!flags.isOn('json')) {
    const cheaper = brief.model === null ? cheaperModel(selection.ranked, model) : null;
    const lines = [
      ...priceLines(price),
      ...notesOfPrice(price),
      ...(cheaper ? [`${cheaperModelSentence(cheaper)} --model chooses it.`] : []),
    ];
    for (const line of lines) terminal.talk(`  ${clean(line)}\n`);
  }
  // Whoever takes JSON and is not asked gets the same there.
  if (flags.isOn('json') && !terminal.interactive) return;
  for (const line of orderLines(plan, brief, { place, left, localTime })) terminal.talk(line);
}

export interface SpendQuestion {
  /** How many further models may be tried. */
  readonly fallback: number;
  /** A further model may be tried although the attempt before may still bill. */
  readonly allowTwoBills: boolean;
}

/** Asks whether to spend what a plan may cost. */
export const confirmPlan = (plan: Plan, question: SpendQuestion, { terminal }: CommandContext) =>
  askToSpend(terminal, amountText(plan, question));

/** Where nobody can be asked, the answer is no. */
export async function askToSpend(terminal: CommandTerminal, what: string): Promise<boolean> {
  if (!terminal.interactive) {
    terminal.talk(
      'Nobody can confirm the spend, because this is not a terminal. Add --yes to buy, and --max-usd to limit what it may cost.\n',
    );
    return false;
  }
  return terminal.ask(`Spend ${what} [y/N] `);
}

/** `up to $0.15? …`, with what further attempts may cost at most. */
function amountText({ price: { highUsd } }: Plan, { fallback, allowTwoBills }: SpendQuestion): string {
  if (highUsd === null)
    return `an unknown amount${fallback > 0 ? `, for each of up to ${fallback + 1} attempts` : ''}?`;
  const most = `up to ${dollars(highUsd)}`;
  if (fallback === 0) return `${most}?`;
  const models = counted(fallback, 'further model');
  const all = allowTwoBills
    ? `; all attempts together up to ${dollars(new Big(highUsd).times(fallback + 1).toFixed())}`
    : '';
  return `${most}? If it fails, up to ${models} may be tried, each for ${most}${all}.`;
}
