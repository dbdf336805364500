import { type Requirements, type Selection, shapeOf } from '@shotcaller/core';

/** What is asked for, in one line. */
export function clipLine(requirements: Requirements): string {
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
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

const sources: Readonly<Record<Selection['catalog']['source'], string>> = {
  live: 'Live catalogue',
  cache: 'Live catalogue, cached',
  last_known_good: 'Last known good catalogue',
  bundled: 'Bundled catalogue',
  file: 'Given catalogue',
  given: 'Given catalogue',
};

/** Which catalogue and evidence the answer rests on, and of when. */
export function basisLine({ catalog, evidence }: Selection): string {
  const asOf = catalog.asOf === null ? 'of unknown age' : `of ${catalog.asOf.slice(0, 10)}`;
  return `${sources[catalog.source]} ${asOf}, ${catalog.models} models; evidence of ${evidence.asOf}`;
}
