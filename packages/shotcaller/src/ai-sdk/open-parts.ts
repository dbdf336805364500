import { checkOptions } from '@shotcaller/core';
import { type Caps, tighterUsd } from '../jobs/money/caps.ts';
import { meantByShotcallerOption, type NamesOf, shotcallerOptions } from '../known-options.ts';
import type { Fetch } from '../openrouter/client.types.ts';
import { checkKinds, shotcallerOptionKinds } from '../option-kinds.ts';
import { isNodesFetch } from '../outbound/nodes-fetch.ts';
import { createWaysOut } from '../outbound/ways-out.ts';
import { createCapsInFile } from '../settings/caps-in-file.ts';
import { requireHome } from '../settings/default-home.ts';
import { readConfig } from '../settings/read-config.ts';
import { version } from '../settings/version.ts';
import type { ShotcallerOptions } from '../shotcaller-interface.ts';
import { createParts, type ShotcallerParts } from '../shotcaller-parts.ts';
import { processSettings } from './process-environment.ts';
import { noApiKey } from './sdk-errors.ts';

/** Settings of the provider. What is absent is read from the environment when the first video is asked for. */
export interface ShotcallerProviderSettings extends Omit<ShotcallerOptions, 'baseUrl'> {
  /** Default `OPENROUTER_API_KEY`. */
  readonly apiKey?: string;
  /** Default `OPENROUTER_BASE_URL`, else `https://openrouter.ai/api/v1`. */
  readonly baseURL?: string;
  /** Further headers for every request to that origin. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Folder of ledger, catalogue cache and clips. Default `SHOTCALLER_HOME`, else the platform's data folder. */
  readonly home?: string;
  /** Spending limits. Those of `config.json` in `home` hold as well: of two the lower counts. Default: only those. */
  readonly caps?: Caps;
}

const { baseUrl: _, ...librarysOptions } = shotcallerOptions;
const knownSettings = {
  ...librarysOptions,
  baseURL: true,
  headers: true,
} satisfies NamesOf<ShotcallerProviderSettings>;

/**
 * A misspelled limit must not pass for none.
 *
 * @throws OptionsError that names every setting that there is not
 */
export function checkSettings(settings: ShotcallerProviderSettings): void {
  checkOptions('createShotcaller', settings, knownSettings, meantByShotcallerOption);
  checkKinds(settings, shotcallerOptionKinds);
}

/** Opens ledger, client and choice for the provider. Throws before anything is bought when a setting is missing or cannot be used. */
export async function openParts(settings: ShotcallerProviderSettings): Promise<ShotcallerParts> {
  const { baseURL, headers = {}, ...options } = settings;
  const around = processSettings();
  const apiKey = options.apiKey ?? around.apiKey?.reveal();
  const isServerNamed = baseURL !== undefined || around.isBaseUrlGiven;
  if (apiKey === undefined && !isServerNamed) throw noApiKey();
  const isLedgerElsewhere = options.ledger !== undefined || options.databaseUrl !== undefined;
  const home = options.home ?? (isLedgerElsewhere ? around.home : requireHome(around.home));
  const config = await readConfig(home);
  const configured = createCapsInFile(home, config);
  const proxy = options.proxy === undefined ? around.proxy : options.proxy;
  const waysOut = createWaysOut(proxy);
  const sent = { 'User-Agent': `shotcaller/${version} ai-sdk`, ...headers };
  const given = isNodesFetch(options.fetch) ? undefined : options.fetch;
  const { jobFetch = given ?? waysOut.jobFetch, fileFetch = given ?? waysOut.fileFetch } = options;
  return createParts({
    billsTeachDays: config.billsTeachDays,
    // A fetch that is given here is for the service; pictures are fetched under guard.
    lookAtPictures: config.lookAtPictures && (settings.fetch === undefined || settings.foreignFetch !== undefined),
    ...(config.callbackUrl !== null && { callbackUrl: config.callbackUrl }),
    ...options,
    home,
    proxy,
    // A server with a provider runs for days.
    caps: async () => lowerCaps(await configured(), options.caps),
    baseUrl: baseURL ?? around.baseUrl,
    ...(apiKey !== undefined && { apiKey }),
    fetch: withHeaders(given ?? waysOut.fetch, sent),
    jobFetch: (url, request) => jobFetch(url, { ...request, headers: { ...request.headers, ...sent } }),
    fileFetch: (url, request) => fileFetch(url, { ...request, headers: { ...request.headers, ...sent } }),
  });
}

function lowerCaps(configured: Caps, given: Caps = {}): Caps {
  const names = ['perJobUsd', 'perDayUsd', 'perMonthUsd'] as const;
  const lower = names.map((name) => [name, tighterUsd(configured[name], given[name])]);
  return Object.fromEntries(lower.filter(([, usd]) => usd !== undefined));
}

/** Only requests to the service's own origin go through here. */
function withHeaders(fetch: Fetch, more: Readonly<Record<string, string>>): Fetch {
  return (input, init = {}) => {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    return fetch(input, { ...init, headers });
  };
}
