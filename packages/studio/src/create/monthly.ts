import type { RankedModel } from '@shotcaller/core';
import { keepIn, localStore } from '../api/browser-store.ts';
import { whyWords } from '../why-words.ts';

const whole = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** What so many clips cost on a model: `$1,300`, or `$1,500 to $1,800` for a price that is a range. For showing; a bill adds up exactly. */
export function monthlyText({ lowUsd, highUsd }: RankedModel['price'], clips: number): string {
  if (lowUsd === null || highUsd === null) return whyWords.priceUnknown;
  const [low, high] = [money(Number(lowUsd) * clips), money(Number(highUsd) * clips)];
  return low === high ? high : whyWords.range(low, high);
}

function money(usd: number): string {
  return (usd >= 100 ? whole : cents).format(usd);
}

/** A number of clips as it is typed, `10,000` too; `null`: none. */
export function clipsIn(text: string): number | null {
  const number = Number(text.replace(/[\s,.'’_]/g, ''));
  return text.trim() !== '' && Number.isSafeInteger(number) && number > 0 && number <= mostClips ? number : null;
}

const mostClips = 1_000_000_000;

const remembered = 'shotcaller-monthly-clips';

/** So many were asked about before in this browser. */
export function rememberedClips(): string {
  return localStore.getItem(remembered) ?? '10,000';
}

export function rememberClips(text: string): void {
  keepIn(localStore, remembered, text);
}
