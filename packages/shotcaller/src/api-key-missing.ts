import { isNodesFetch } from './outbound/nodes-fetch.ts';
import type { ShotcallerOptions } from './shotcaller-interface.ts';

/** Something that OpenRouter does only with a key was asked of a Shotcaller without one. Nothing was sent, recorded or bought. */
export class ApiKeyMissing extends Error {
  override readonly name = 'ApiKeyMissing';
  readonly code = 'api_key_missing';

  constructor() {
    super(
      'There is no OpenRouter key. Nothing was sent and nothing was bought. createShotcaller reads no environment variable: set OPENROUTER_API_KEY and pass apiKey: process.env.OPENROUTER_API_KEY. Without a key, testShotcaller() of shotcaller/testing buys from the built-in simulator and spends nothing, and so does baseUrl with the address that npx shotcaller simulate prints.',
    );
  }
}

/** Whether the service would refuse every purchase for want of a key. Another server may need none, and a `fetch` that is given may add one. */
export function lacksKey({ apiKey, fetch, jobFetch }: ShotcallerOptions, origin: string): boolean {
  if (apiKey !== undefined || jobFetch !== undefined) return false;
  if (fetch !== undefined && !isNodesFetch(fetch)) return false;
  return /(^|\.)openrouter\.ai$/.test(new URL(origin).hostname);
}
