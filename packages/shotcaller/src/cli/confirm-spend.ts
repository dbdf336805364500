import { dollars, priceRange } from '@shotcaller/core';
import type { Plan } from '../choice/plan.ts';
import type { CommandContext } from './context.ts';
import { clean } from './render/clean.ts';
import { priceLines } from './render/price-lines.ts';

export interface SpendQuestion {
  readonly simulated: boolean;
  readonly context: CommandContext;
}

/** Shows what is about to be bought and asks whether to spend it. Simulated money and `--yes` are not asked about. */
export async function confirmSpend(
  plan: Plan,
  attempt: number,
  { simulated, context }: SpendQuestion,
): Promise<boolean> {
  const { terminal, flags } = context;
  const { price, model, expectedTime } = plan;
  const time = expectedTime
    ? `, about ${Math.round(expectedTime.p50Seconds)} s (9 in 10 within ${Math.round(expectedTime.p90Seconds)} s)`
    : '';
  terminal.talk(
    `${attempt > 1 ? `Attempt ${attempt}: ` : ''}${clean(model)} for ${priceRange(price)}${simulated ? ', simulated' : ''}${time}\n`,
  );
  if (!flags.isOn('json')) for (const line of priceLines(price)) terminal.talk(`  ${clean(line)}\n`);
  if (simulated || flags.isOn('yes')) return true;
  if (!terminal.interactive) {
    terminal.talk('Nobody is there to confirm the spend. Add --yes to buy it, and --max-usd to bound it.\n');
    return false;
  }
  const most = price.highUsd === null ? 'an unknown amount' : `up to ${dollars(price.highUsd)}`;
  return terminal.ask(`Spend ${most}? [y/N] `);
}
