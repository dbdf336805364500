import type { Concession } from '../selection.ts';
import { dollars, priceRange, seconds } from './values.ts';

/** `768p instead of 720p: minimax/hailuo-3-max, $0.40, is ready in a third of the time.` */
export function concessionSentence({ change, model, clip, price, speed, quality, by, pickHas }: Concession): string {
  const gain = {
    speed: () => `${timeGain(speed.secondsToResult / pickHas)} (about ${seconds(speed.p50Seconds)})`,
    cost: () => costGain(price.expectedUsd, pickHas),
    quality: () => `is rated ${Math.round(quality.rating - pickHas)} points higher`,
  }[by]();
  return `${changeText(change, clip)}: ${model}, ${priceRange(price)}, ${gain}.`;
}

function changeText({ field, from, to }: Concession['change'], { audio }: Concession['clip']): string {
  const texts: Readonly<Record<string, string>> = {
    audio: audio === false ? 'Without sound' : 'Whether or not it has sound',
    durationSeconds: `${to} s instead of ${from} s`,
    resolution: `${to} instead of ${from}`,
    maxUsd: `With a limit of ${dollars(String(to))} instead of ${dollars(String(from))}`,
    maxSeconds: `With a limit of ${to} s instead of ${from} s`,
  };
  return texts[field] ?? `${field} ${to} instead of ${from}`;
}

function timeGain(share: number): string {
  const part = partText(share);
  if (part === undefined) return `is ready ${Math.round(100 * (1 - share))} % sooner`;
  return `is ready in ${part === 'half' ? part : `${part} of`} the time`;
}

function costGain(expectedUsd: string | null, pickHas: number): string {
  if (expectedUsd === null || pickHas <= 0) return 'costs less';
  const part = partText(Number(expectedUsd) / pickHas);
  return part === undefined ? `costs ${dollars(String(pickHas - Number(expectedUsd)))} less` : `costs ${part} as much`;
}

/** `half`, `a third`; nothing for a share that is not close to a plain fraction. */
function partText(share: number): string | undefined {
  return fractions.find(([value]) => Math.abs(Math.log(share / value)) < 0.12)?.[1];
}

const fractions = [
  [2 / 3, 'two thirds'],
  [1 / 2, 'half'],
  [1 / 3, 'a third'],
  [1 / 4, 'a quarter'],
  [1 / 5, 'a fifth'],
] as const;
