import type { JobReading } from '../openrouter/client.types.ts';
import type { Attempt } from './job.ts';

/** Of each file its address, with the signed copy where the service names one: either may fail where the other serves. */
export function fileAddresses({
  contentUrls,
  signedUrls,
}: Pick<JobReading, 'contentUrls' | 'signedUrls'>): Attempt['contentUrls'] {
  const named = withoutRepeats(contentUrls);
  const copies = withoutRepeats(signedUrls);
  return Array.from({ length: Math.max(named.length, copies.length) }, (_, index) => {
    const addresses = [...new Set([named[index] ?? [], copies[index] ?? []].flat())];
    const [only, ...others] = addresses;
    return only !== undefined && others.length === 0 ? only : addresses;
  });
}

/** What has no usable address is a file all the same. */
function withoutRepeats(urls: readonly (string | null)[]): readonly (string | null)[] {
  return urls.filter((url, at) => url === null || urls.indexOf(url) === at);
}

/** The addresses of one file, in the order to try. Empty: it is asked for by the id. */
export function addressesOf({ contentUrls }: Pick<Attempt, 'contentUrls'>, index: number): readonly string[] {
  return contentUrls.slice(index, index + 1).flat();
}
