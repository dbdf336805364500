import { isNodesFetch } from '../outbound/nodes-fetch.ts';
import { createPlainFetch } from '../outbound/plain-fetch.ts';
import { readAccountKey } from './account-key.ts';
import type { ClientOptions, WireClient } from './client.types.ts';
import { openContent } from './content.ts';
import { parseEndpoint } from './endpoint.ts';
import { createGetter } from './exchange.ts';
import { readGenerationRecord } from './generation-record.ts';
import { readJob } from './get-job.ts';
import { readJson } from './read-json.ts';
import { createRedact } from './redact.ts';
import { submitOnce } from './submit.ts';

const projectUrl = 'https://github.com/shotcaller/shotcaller';

/**
 * The video API's client: calls, none of which retries. Throws `TypeError` for a base URL or a key that cannot be sent. The
 * key stays in here: it is on no object that is returned or thrown.
 */
export function createClient(options: ClientOptions): WireClient {
  const { apiKey, baseUrl = 'https://openrouter.ai/api/v1', fetch, foreignFetch, clock } = options;
  const { fileFetch = fetch } = options;
  const { jobFetch = isNodesFetch(fetch) ? createPlainFetch() : fetch } = options;
  const { callTimeoutMs = 30_000, submitTimeoutMs = 120_000, maxBodyBytes = 8 * 1024 * 1024 } = options;
  const { chatTimeoutMs = 20_000 } = options;
  const endpoint = parseEndpoint(baseUrl);
  const key = apiKey === undefined ? undefined : checkKey(apiKey);
  const homeHeaders = {
    'HTTP-Referer': projectUrl,
    'X-OpenRouter-Title': 'Shotcaller',
    'X-OpenRouter-Categories': 'video-gen',
    ...(key !== undefined && { Authorization: `Bearer ${key}` }),
  };
  const redact = createRedact([key]);
  const get = createGetter({ endpoint, fetch, foreignFetch, homeHeaders });
  const getOfJob = createGetter({ endpoint, fetch: jobFetch, foreignFetch, homeHeaders });
  const getFile = createGetter({ endpoint, fetch: fileFetch, foreignFetch, homeHeaders });
  const call = { endpoint, get, clock, redact, timeoutMs: callTimeoutMs, maxBodyBytes };
  const posting = { ...call, fetch: jobFetch, homeHeaders, secrets: [key] };

  return {
    origin: endpoint.origin,
    listModels: ({ signal } = {}) => readJson(call, new URL(`${endpoint.baseUrl}/videos/models`), signal),
    accountKey: ({ signal } = {}) => readAccountKey(call, signal),
    generationRecord: (remoteId, { signal } = {}) => readGenerationRecord(call, remoteId, signal),
    getJob: (remoteId, jobOptions = {}) => readJob({ ...call, get: getOfJob }, remoteId, jobOptions),
    content: (remoteId, contentOptions = {}) => openContent({ ...call, get: getFile }, remoteId, contentOptions),
    chat: async (request, chatOptions = {}) => {
      // Few processes ever chat.
      const { chatOnce } = await import('./chat.ts');
      return chatOnce({ ...posting, timeoutMs: chatTimeoutMs }, request, chatOptions);
    },
    submit: (body, submitOptions = {}) => submitOnce({ ...posting, timeoutMs: submitTimeoutMs }, body, submitOptions),
  };
}

/** A header with a line break or a non-ASCII letter makes `fetch` throw an error that quotes the key. */
function checkKey(apiKey: string): string {
  const key = apiKey.trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new TypeError(
    key === ''
      ? 'The API key is empty. Nothing was sent. Set OPENROUTER_API_KEY, or leave apiKey out to choose and price only.'
      : 'The API key contains a space, a line break or a letter that no key has. Nothing was sent. Copy it again.',
  );
}
