import { type Requirements, type Selection, shapeOf } from '@shotcaller/core';

/** One line on the catalogue: which, how old, how many models. */
export function catalogLine({ catalog, evidence }: Selection, now: string): string {
  const age =
    catalog.asOf === null ? 'of unknown age' : `as of ${catalog.asOf.slice(0, 10)}${ageText(catalog.asOf, now)}`;
  return `${catalogName(catalog.source)} catalogue ${age}, ${catalog.models} models; evidence as of ${evidence.asOf}`;
}

export function catalogName(source: Selection['catalog']['source']): string {
  return {
    live: 'Live',
    cache: 'Cached live',
    last_known_good: 'Last known good',
    bundled: 'Bundled',
    file: 'Given',
    given: 'Given',
  }[source];
}

/** Whole days between two ISO times, in words; nothing for less than a day. */
export function ageText(asOf: string, now: string): string {
  const days = Math.floor((Date.parse(now) - Date.parse(asOf)) / 86_400_000);
  return Number.isFinite(days) && days >= 1 ? ` (${days} ${days === 1 ? 'day' : 'days'} old)` : '';
}

/** What is asked for, in one line. */
export function requirementsLine(requirements: Requirements): string {
  const { resolution, aspectRatio } = shapeOf(requirements);
  const { task, durationSeconds, size, firstFrame, lastFrame, references, audio, seed } = requirements;
  const sound = audio === undefined ? undefined : audio === 'any' ? 'sound or not' : audio ? 'with sound' : 'no sound';
  const parts = [
    task === 'generate' ? undefined : task,
    durationSeconds === undefined ? 'any length' : `${durationSeconds} s`,
    size ?? resolution ?? 'any resolution',
    size ? undefined : (aspectRatio ?? undefined),
    firstFrame && 'first frame',
    lastFrame && 'last frame',
    references.length > 0 ? `${references.length} ${references.length === 1 ? 'reference' : 'references'}` : undefined,
    sound,
    seed === undefined ? undefined : `seed ${seed}`,
    requirements.maxUsd === undefined ? undefined : `at most $${requirements.maxUsd}`,
    requirements.maxSeconds === undefined ? undefined : `ready within ${requirements.maxSeconds} s`,
    requirements.minQuality === undefined ? undefined : `rating ${requirements.minQuality} or more`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
