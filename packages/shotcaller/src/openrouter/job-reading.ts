import type { JobReading, JobStatus } from './client.types.ts';
import { type Endpoint, resolveUrl } from './endpoint.ts';
import { exactAmount, parseJsonKeepingNumbers } from './exact-decimal.ts';
import type { Redact } from './redact.ts';
import { asBoolean, asNumber, asObject, asText, parseJson, type UntrustedObject } from './untrusted-json.ts';

const knownWords: ReadonlySet<string> = new Set<JobStatus>([
  'pending',
  'in_progress',
  'completed',
  'failed',
  'cancelled',
  'expired',
]);
/** The same words as other services write them. No failure among them: a job that is taken for failed by mistake is lost. */
const otherWords: Readonly<Record<string, JobStatus>> = {
  complete: 'completed',
  succeeded: 'completed',
  success: 'completed',
  canceled: 'cancelled',
};
const mostUrls = 100;
const mostCostCharacters = 64;
const mostRawCharacters = 16_384;

/**
 * The job that a text holds: the object itself, or the one that it wraps in `data`, as webhooks do, or in a list of one. `undefined`: none.
 */
export function jobIn(parsed: unknown): UntrustedObject | undefined {
  const object = asObject(Array.isArray(parsed) && parsed.length === 1 ? parsed[0] : parsed);
  if (!object || saysHowFar(object)) return object;
  const wrapped = Array.isArray(object.data) && object.data.length === 1 ? object.data[0] : object.data;
  return asObject(wrapped) ?? object;
}

/** The id that a job gives itself, as text; `undefined`: none. Whole numbers are ids of other services. */
export function idIn(job: UntrustedObject | undefined): string | undefined {
  const { id } = job ?? {};
  return asText(id) ?? (Number.isSafeInteger(id) ? String(id) : undefined);
}

/** It has an id, and beside it an address to ask at, or a state in which it is billed or may be. */
export function isLiveJob(job: UntrustedObject | undefined): boolean {
  if (!job || idIn(job) === undefined) return false;
  const status = statusOf(wordOf(job) ?? '');
  return (
    asText(job.polling_url) !== undefined ||
    status === 'pending' ||
    status === 'in_progress' ||
    status === 'completed' ||
    hasFile(job)
  );
}

function saysHowFar(job: UntrustedObject): boolean {
  return wordOf(job) !== undefined || hasFile(job);
}

/**
 * Reads the body of a poll; `undefined` when it is no job: not JSON, or with neither a status nor a file. Null and absent are the same. A
 * word that no document has means running: to guess "ended" would lose a paid job, to guess "running" costs a few polls. With the address
 * of a file beside it, or instead of it, the job is completed, whatever the word.
 */
export function parseJobReading(
  remoteId: string,
  text: string,
  { endpoint, redact }: { readonly endpoint: Endpoint; readonly redact: Redact },
): JobReading | undefined {
  const job = jobIn(parseJson(text));
  if (!job || !saysHowFar(job)) return undefined;
  const word = wordOf(job) ?? '';
  const usage = asObject(job.usage);
  const progress = asNumber(job.progress);
  const model = asText(job.model);
  return {
    remoteId,
    status: statusOf(word) ?? (hasFile(job) ? 'completed' : 'running_unknown_word'),
    remoteStatus: redact(word).slice(0, 100),
    ...readError(job, redact),
    ...readCost(text, redact),
    isByok: asBoolean(usage?.is_byok) ?? null,
    contentUrls: readUrls(job.unsigned_urls, endpoint, redact),
    signedUrls: readUrls(job.urls, endpoint, redact),
    ...(model !== undefined && { model: model.slice(0, 200) }),
    ...(progress !== undefined && progress >= 0 && progress <= 1 && { progress }),
    raw: redact(text, mostRawCharacters),
  };
}

/** The status in words; `undefined`: none, as of a number or an object. */
function wordOf({ status, state }: UntrustedObject): string | undefined {
  return asText(status) ?? asText(state);
}

function hasFile({ unsigned_urls, urls }: UntrustedObject): boolean {
  return [unsigned_urls, urls].some((value) => addressesIn(value).length > 0);
}

/** In capitals or with blanks around it is the same word. */
function statusOf(word: string): JobStatus | undefined {
  const plain = word.trim().toLowerCase();
  if (knownWords.has(plain)) return plain as JobStatus;
  return Object.hasOwn(otherWords, plain) ? otherWords[plain] : undefined;
}

function readError(job: UntrustedObject, redact: Redact): { readonly error?: string; readonly errorCode?: string } {
  const text = asText(job.error);
  if (text !== undefined) return { error: redact(text) };
  const error = asObject(job.error);
  if (!error) return {};
  const code = asText(asObject(error.metadata)?.error_type) ?? asText(error.code) ?? asNumber(error.code);
  return {
    error: redact(asText(error.message) ?? asText(error.error) ?? 'the answer gives no reason'),
    ...(code !== undefined && { errorCode: redact(String(code)).slice(0, 100) }),
  };
}

function readCost(text: string, redact: Redact): Pick<JobReading, 'costUsd' | 'statedCost'> {
  const cost = asObject(jobIn(parseJsonKeepingNumbers(text))?.usage)?.cost;
  if (cost === undefined || cost === null) return { costUsd: null };
  const stated = typeof cost === 'string' ? cost : JSON.stringify(cost);
  return { costUsd: exactAmount(cost), statedCost: redact(stated).slice(0, mostCostCharacters) };
}

/**
 * What is no address is left out. One that repeats the key would be kept in the ledger: `null` keeps its place, and the file can be had by
 * the id.
 */
function readUrls(value: unknown, endpoint: Endpoint, redact: Redact): readonly (string | null)[] {
  return addressesIn(value).flatMap((text) => {
    const url = resolveUrl(text, endpoint);
    return url ? [holdsNoSecret(url, redact) ? url.href : null] : [];
  });
}

/** Each is a text, or an object that has it; one may come without its list. */
function addressesIn(value: unknown): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value.slice(0, mostUrls) : [value];
  return entries.flatMap((entry) => {
    const object = asObject(entry);
    const text = asText(entry) ?? asText(object?.url) ?? asText(object?.href) ?? asText(object?.uri);
    return text === undefined || text.trim() === '' ? [] : [text];
  });
}

/** Whether nothing of the address would be withheld; the query as a whole may be a signature, and that one is needed. */
export function holdsNoSecret({ pathname, search }: URL, redact: Redact): boolean {
  const parts = `${pathname} ${search}`;
  return redact(parts, parts.length) === parts;
}
