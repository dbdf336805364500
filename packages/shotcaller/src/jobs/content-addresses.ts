import type { JobReading } from '../openrouter/client.types.ts';
import type { Attempt } from './job.ts';

/** Of each file its address, with the signed copy where the service names one: either may fail where the other serves. */
export function fileAddresses({
  contentUrls,
  signedUrls,
}: Pick<JobReading, 'contentUrls' | 'signedUrls'>): Attempt['contentUrls'] {
  const named = [...new Set(contentUrls)];
  const copies = [...new Set(signedUrls)];
  return Array.from({ length: Math.max(named.length, copies.length) }, (_, index) => {
    const [first = '', ...others] = [named[index], copies[index]].filter((url) => url !== undefined);
    return others.length === 0 || others[0] === first ? first : [first, ...others];
  });
}

/** The addresses of one file, in the order to try. Empty: it is asked for by the id. */
export function addressesOf({ contentUrls }: Pick<Attempt, 'contentUrls'>, index: number): readonly string[] {
  return contentUrls.slice(index, index + 1).flat();
}
