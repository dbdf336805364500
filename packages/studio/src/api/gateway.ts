import type { Catalog } from '@shotcaller/core';
import { keyHeader } from './client-key.ts';
import { GatewayError, gatewayErrorOf } from './gateway-error.ts';
import type {
  CatalogDiffAnswer,
  DetachAnswer,
  EvidenceAnswer,
  HealthAnswer,
  Job,
  JobsAnswer,
  LedgerAnswer,
  PreviewAnswer,
  PreviewRequest,
  RunRequest,
} from './wire.ts';

/** What the page asks of the gateway. Only `buy` spends money, and it is never repeated by itself. */
export const gateway = {
  health: (signal?: AbortSignal) => call<HealthAnswer>('GET', '/v1/health', undefined, signal),
  catalog: (signal?: AbortSignal) => call<Catalog>('GET', '/v1/catalog', undefined, signal),
  evidence: (signal?: AbortSignal) => call<EvidenceAnswer>('GET', '/v1/evidence', undefined, signal),
  catalogDiff: (signal?: AbortSignal) =>
    call<CatalogDiffAnswer>('GET', '/v1/catalog/diff?from=bundled&to=current', undefined, signal),
  preview: (body: PreviewRequest, signal?: AbortSignal) => call<PreviewAnswer>('POST', '/v1/preview', body, signal),
  buy: (body: RunRequest) => call<Job>('POST', '/v1/jobs', body),
  jobs: (query: string, signal?: AbortSignal) => call<JobsAnswer>('GET', `/v1/jobs${query}`, undefined, signal),
  job: (id: string, signal?: AbortSignal) => call<Job>('GET', `/v1/jobs/${encodeURIComponent(id)}`, undefined, signal),
  resume: (id: string) => call<Job>('POST', `/v1/jobs/${encodeURIComponent(id)}/resume`, {}),
  detach: (id: string) => call<DetachAnswer>('POST', `/v1/jobs/${encodeURIComponent(id)}/detach`, {}),
  ledger: (query: string, signal?: AbortSignal) => call<LedgerAnswer>('GET', `/v1/ledger${query}`, undefined, signal),
};

async function call<Answer>(
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      // What is held is asked about first: a reload shows what is true now.
      cache: 'no-cache',
      headers: { ...keyHeader(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new GatewayError(0, 'unreachable', 'The gateway does not answer. Is `shotcaller serve` still running?', {});
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer: unknown = isJson ? await response.json().catch(() => undefined) : undefined;
  if (response.ok && answer !== undefined) return answer as Answer;
  throw gatewayErrorOf(response.status, answer);
}
