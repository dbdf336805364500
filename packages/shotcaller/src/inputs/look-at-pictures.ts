import { type RequestFinding, type Requirements, shapeOf } from '@shotcaller/core';
import { forgetOldest } from '../forget-oldest.ts';
import type { GuardedFetch } from '../outbound/guarded-fetch.ts';
import { createTurns, type TakeTurn } from '../outbound/turns.ts';
import { dataPictureFindings, type PlacedPicture, picturesOf } from './data-pictures.ts';
import { type ImageFinding, imageFindingText } from './image-finding.ts';

/**
 * What is wrong with the pictures of a clip, or worth knowing, as findings on the request. A picture that cannot be fetched is a warning;
 * only content that came and is surely no usable picture is refused.
 *
 * @param owner whose order it is: the looks of one owner wait for each other, not for those of others
 */
export type LookAtPictures = (requirements: Requirements, owner?: string) => Promise<readonly RequestFinding[]>;

/** Looks at what travels in the request alone: nothing is fetched. */
export const lookAtDataPictures: LookAtPictures = async (requirements) => dataPictureFindings(requirements);

export interface PictureLookOptions {
  /** Refuses what is not public. */
  readonly fetch: GuardedFetch;
  /** Milliseconds. */
  readonly now: () => number;
}

/** For a picture, the wait for its turn included. Milliseconds. */
const longestLookMs = 5000;

/** Of one owner: each may take 12 MB. */
const picturesAtOnce = 4;

/** How long a look counts for further orders with the same picture, in milliseconds: a batch does not fetch it a thousand times. */
const believedMs = 15_000;
const mostRemembered = 256;

/** Looks at pictures behind URLs too, each with one bounded request. */
export function createPictureLook({ fetch, now }: PictureLookOptions): LookAtPictures {
  const seen = new Map<string, { readonly atMs: number; readonly findings: Promise<readonly ImageFinding[]> }>();
  /** Owners whose pictures are looked at now; `atWork`: how many of them, those that wait included. */
  const byOwner = new Map<string, { readonly take: TakeTurn; atWork: number }>();

  function look(url: string, aspectRatio: string | null, owner: string): Promise<readonly ImageFinding[]> {
    const name = JSON.stringify([owner, url, aspectRatio]);
    const before = seen.get(name);
    if (before && now() - before.atMs < believedMs) return before.findings;
    seen.delete(name);
    const atMs = now();
    const findings = inTurn(owner, () => fetchAndJudge(url, aspectRatio, longestLookMs - (now() - atMs)));
    seen.set(name, { atMs, findings });
    forgetOldest(seen, mostRemembered);
    return findings;
  }

  async function inTurn<Result>(owner: string, work: () => Promise<Result>): Promise<Result> {
    const turns = byOwner.get(owner) ?? { take: createTurns(picturesAtOnce), atWork: 0 };
    byOwner.set(owner, turns);
    turns.atWork += 1;
    try {
      return await turns.take(work);
    } finally {
      turns.atWork -= 1;
      // A gateway has had far more owners than it has now.
      if (turns.atWork === 0) byOwner.delete(owner);
    }
  }

  async function fetchAndJudge(url: string, aspectRatio: string | null, timeoutMs: number) {
    if (timeoutMs <= 0) return [{ code: 'timed_out', severity: 'error', timeoutMs: longestLookMs } as const];
    const { checkImageUrl } = await import('./check-image-url.ts');
    return (await checkImageUrl(url, { fetch, aspectRatio, timeoutMs })).findings;
  }

  return async (requirements, owner = '') => {
    const { aspectRatio } = shapeOf(requirements);
    const behindUrls = picturesOf(requirements).filter(({ url }) => !/^data:/i.test(url));
    const found = behindUrls.map(async (picture) =>
      (await look(picture.url, aspectRatio, owner)).map((finding) => requestFindingOf(picture, finding)),
    );
    return [...dataPictureFindings(requirements), ...(await Promise.all(found)).flat()];
  };
}

/** What says that the picture did not come, and nothing of the picture. */
const notSeen: ReadonlySet<ImageFinding['code']> = new Set([
  'url_refused',
  'host_not_found',
  'no_connection',
  'timed_out',
  'status_not_200',
]);

function requestFindingOf({ field, name }: PlacedPicture, found: ImageFinding): RequestFinding {
  const text = imageFindingText(found);
  if (notSeen.has(found.code)) {
    return {
      code: 'picture_not_seen',
      severity: 'warning',
      field,
      requested: `${name} could not be looked at. ${text}`,
    };
  }
  const requested = `${name}: ${text}`;
  // More than is fetched here may still be taken there.
  const isRefused = found.severity === 'error' && found.code !== 'too_large';
  if (!isRefused) return { code: 'picture_doubtful', severity: 'warning', field, requested };
  const wayOut = 'If others get a usable picture there, give the picture itself, or set lookAtPictures to false.';
  return { code: 'picture_unusable', severity: 'refused', field, requested: `${requested} ${wayOut}` };
}
