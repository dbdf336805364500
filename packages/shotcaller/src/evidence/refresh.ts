import type { GivenEvidence } from '@shotcaller/core';
import { dateOf } from '@shotcaller/core';
import { sha256Of } from '../disk/sha256-of.ts';
import { readBounded } from '../outbound/read-bounded.ts';
import { parseEvidence } from '../settings/parse-evidence.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { keepEdition, mostEditionBytes } from './published-edition.ts';

/** Why no newer edition is in use now. What was in use stays. */
export class RefreshError extends Error {
  override readonly name = 'RefreshError';
}

export interface RefreshOptions {
  /** Of the index: a JSON file that names the newest edition, its day and its hash. */
  readonly url: string;
  readonly home: string;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** ISO 8601. */
  readonly now: string;
  /** ISO date of the evidence in use. */
  readonly inUseAsOf: string;
}

export interface Refreshed {
  readonly asOf: string;
  /** `null`: what is in use is as new. */
  readonly evidence: GivenEvidence | null;
  readonly sha256: string;
}

const timeoutMs = 20_000;
const mostIndexBytes = 100_000;

/**
 * Fetches the newest edition of the published evidence, when it is newer than what is in use, and keeps it in the home folder. Two GET
 * requests without key, cookie or query; nothing of this machine is sent. The edition counts only when its hash is the one that the index
 * states, it is of the schema, and its day is the index's.
 *
 * @throws RefreshError that says what is wrong with the answer; nothing is changed then
 */
export async function refreshEvidence(options: RefreshOptions): Promise<Refreshed> {
  const { url, home, now, inUseAsOf } = options;
  const { asOf, sha256, file } = readIndex(await download(url, mostIndexBytes, options), url);
  if (asOf > dateOf(now)) {
    throw new RefreshError(`${url} names an edition of ${asOf}, which is in the future. It is not used.`);
  }
  if (asOf <= dateOf(inUseAsOf)) return { asOf, evidence: null, sha256 };
  const address = new URL(file, url);
  if (address.origin !== new URL(url).origin) {
    throw new RefreshError(`${url} names a file of another server, ${address.origin}. It is not fetched.`);
  }
  const bytes = await download(address.href, mostEditionBytes, options);
  if (sha256Of(bytes) !== sha256) {
    throw new RefreshError(
      `${address.href} is not the file that the index describes: its SHA-256 differs. It is not used.`,
    );
  }
  const text = bytes.toString('utf8');
  const evidence = readEditionText(text, address.href, now);
  if (evidence.asOf?.slice(0, 10) !== asOf) {
    throw new RefreshError(
      `${address.href} is of ${evidence.asOf ?? 'no date'}, not of ${asOf} as the index says. It is not used.`,
    );
  }
  await keepEdition(home, { from: address.href, fetchedAt: now, sha256, text });
  return { asOf, evidence, sha256 };
}

interface Index {
  readonly asOf: string;
  readonly sha256: string;
  readonly file: string;
}

function readIndex(bytes: Buffer, url: string): Index {
  const { asOf, sha256, file } = (parsed(bytes.toString('utf8'), url) ?? {}) as Partial<Record<keyof Index, unknown>>;
  if (
    typeof asOf === 'string' &&
    /^\d{4}-\d\d-\d\d$/.test(asOf) &&
    !Number.isNaN(Date.parse(asOf)) &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    typeof file === 'string' &&
    URL.canParse(file, url)
  ) {
    return { asOf, sha256, file };
  }
  throw new RefreshError(`${url} is no index of evidence: it must state asOf (a date), sha256 and file.`);
}

/** Only what concerns everybody: votes are of those who voted, and prices of the account that was billed. */
function readEditionText(text: string, url: string, now: string): GivenEvidence {
  try {
    const { asOf, ratings = [], times = [], prices = [], votes = [] } = parseEvidence(parsed(text, url), url, now);
    if (prices.length + votes.length > 0) {
      throw new RefreshError(`${url} holds prices or votes, which are nobody's but their owner's. It is not used.`);
    }
    return { ...(asOf !== undefined && { asOf }), ratings, times };
  } catch (error) {
    if (error instanceof SettingsError) throw new RefreshError(`${error.message} It is not used.`);
    throw error;
  }
}

function parsed(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefreshError(`${url} is not JSON.`);
  }
}

async function download(
  url: string,
  maxBytes: number,
  { fetch, signal }: Pick<RefreshOptions, 'fetch' | 'signal'>,
): Promise<Buffer> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const response = await fetch(url, {
      headers: { Accept: 'application/json' },
      credentials: 'omit',
      redirect: 'error',
      signal: bounded,
    });
    if (!response.ok) throw new RefreshError(`${url} answered ${response.status}.`);
    const { start, tooLarge } = await readBounded(response, { maxBytes });
    if (tooLarge) throw new RefreshError(`${url} is larger than ${maxBytes / 1_000_000} MB.`);
    return Buffer.from(start);
  } catch (error) {
    if (error instanceof RefreshError || signal.aborted) throw error;
    const cause = (error as Error).cause;
    const detail = cause instanceof Error ? cause.message : (error as Error).message;
    throw new RefreshError(`${url} cannot be read (${detail}).`);
  }
}
