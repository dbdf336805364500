import type { AnswerTo, OwnOperation, SentTo } from '../../../shotcaller/src/gateway/own-api/addresses/own-api.ts';
import { keyHeader } from './client-key.ts';
import { GatewayError, gatewayErrorOf } from './gateway-error.ts';
import { hearServerTime, ownNowMs } from './server-clock.ts';
import type { PreviewRequest, RunRequest } from './wire.ts';

/** What the page asks of the gateway. Only `buy`, `runBatch` and `readSentence` spend money; none is repeated by itself. */
export const gateway = {
  health: (signal?: AbortSignal) => call('GET /v1/health', {}, signal),
  catalog: (signal?: AbortSignal) => call('GET /v1/catalog', {}, signal),
  evidence: (signal?: AbortSignal) => call('GET /v1/evidence', {}, signal),
  preview: (body: PreviewRequest, signal?: AbortSignal) => call('POST /v1/preview', { body }, signal),
  readSentence: (body: SentTo<'POST /v1/sentences'>['body']) => call('POST /v1/sentences', { body }),
  buy: (body: RunRequest) => call('POST /v1/jobs', { body, outlivesPage: true }),
  jobs: (query: NonNullable<SentTo<'GET /v1/jobs'>['query']>, signal?: AbortSignal) =>
    call('GET /v1/jobs', { query }, signal),
  job: (id: string, signal?: AbortSignal) => call('GET /v1/jobs/{id}', { id }, signal),
  resume: (id: string) => call('POST /v1/jobs/{id}/resume', { id, body: {} }),
  found: (id: string, remoteId: string) => call('POST /v1/jobs/{id}/resume', { id, body: { remoteId } }),
  settle: (id: string, body: SentTo<'POST /v1/jobs/{id}/settle'>['body']) =>
    call('POST /v1/jobs/{id}/settle', { id, body }),
  detach: (id: string) => call('POST /v1/jobs/{id}/detach', { id }),
  vote: (body: SentTo<'POST /v1/votes'>['body']) => call('POST /v1/votes', { body }),
  makeView: (body: SentTo<'POST /v1/views'>['body']) => call('POST /v1/views', { body }),
  view: (token: string, signal?: AbortSignal) => call('GET /v1/views/{id}', { id: token }, signal),
  readShotList: (body: SentTo<'POST /v1/shot-lists'>['body']) => call('POST /v1/shot-lists', { body }),
  batches: (signal?: AbortSignal) => call('GET /v1/batches', {}, signal),
  /** @param owner of a batch of another key; `null`: one's own */
  batch: (name: string, owner: string | null, signal?: AbortSignal) =>
    call('GET /v1/batches/{id}', { id: name, query: owner === null ? {} : { owner } }, signal),
  runBatch: (name: string) => call('POST /v1/batches/{id}/run', { id: name, body: {} }),
  stopBatch: (name: string) => call('POST /v1/batches/{id}/stop', { id: name }),
  keys: (signal?: AbortSignal) => call('GET /v1/keys', {}, signal),
  addKey: (body: SentTo<'POST /v1/keys'>['body']) => call('POST /v1/keys', { body }),
  changeKey: (id: string, body: SentTo<'POST /v1/keys/{id}'>['body']) => call('POST /v1/keys/{id}', { id, body }),
  revokeKey: (id: string) => call('POST /v1/keys/{id}/revoke', { id }),
  limits: (signal?: AbortSignal) => call('GET /v1/limits', {}, signal),
  changeLimits: (body: SentTo<'POST /v1/limits'>['body']) => call('POST /v1/limits', { body }),
  ledger: (signal?: AbortSignal) => call('GET /v1/ledger', {}, signal),
};

interface AnythingSent {
  readonly id?: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** It is sent to its end also when the page is left meanwhile. */
  readonly outlivesPage?: boolean;
}

/** Browsers send no more than this for pages that were left: requests beyond it would fail at once. Bytes. */
const mostOutliving = 60_000;
let outliving = 0;

async function call<Operation extends OwnOperation>(
  operation: Operation,
  sent: SentTo<Operation> & Pick<AnythingSent, 'outlivesPage'>,
  signal?: AbortSignal,
): Promise<AnswerTo<Operation>> {
  const { id = '', query = {}, body, outlivesPage = false } = sent as AnythingSent;
  const [method = '', path = ''] = operation.split(' ');
  const search = new URLSearchParams(query as Record<string, string>).toString();
  let response: Response;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const bytes = outlivesPage && text !== undefined ? new Blob([text]).size : 0;
  const keepalive = bytes > 0 && outliving + bytes <= mostOutliving;
  if (keepalive) outliving += bytes;
  const askedAtMs = ownNowMs();
  try {
    response = await fetch(path.replace('{id}', encodeURIComponent(id)) + (search && `?${search}`), {
      method,
      // What is held is asked about first: a reload shows what is true now.
      cache: 'no-cache',
      headers: { ...keyHeader(), ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(text === undefined ? {} : { body: text }),
      ...(keepalive ? { keepalive } : {}),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new GatewayError(0, 'unreachable', 'The gateway does not answer. Is `shotcaller serve` still running?', {});
  } finally {
    if (keepalive) outliving -= bytes;
  }
  hearServerTime(response.headers.get('date'), askedAtMs);
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer: unknown = isJson ? await response.json().catch(() => undefined) : undefined;
  if (response.ok && answer !== undefined) return answer as AnswerTo<Operation>;
  throw gatewayErrorOf(response.status, answer);
}
