import { isoOf } from '../iso-time.ts';
import type { CallContext } from './call.types.ts';
import type { GenerationRecord } from './client.types.ts';
import { CallError } from './errors.ts';
import { readJsonAnswer } from './read-json.ts';
import { asObject, asText } from './untrusted-json.ts';

/**
 * `GET /generation?id=…`: what the account's records say of a job. `null`: there is no such record, as in the first minutes after a job
 * has ended. Throws `CallError` for what says neither.
 */
export async function readGenerationRecord(
  call: CallContext,
  remoteId: string,
  signal?: AbortSignal,
): Promise<GenerationRecord | null> {
  const url = new URL(`${call.endpoint.baseUrl}/generation`);
  url.searchParams.set('id', remoteId);
  try {
    const { value } = await readJsonAnswer(call, url, signal);
    const data = asObject(asObject(value)?.data);
    if (!data) return null;
    const createdMs = Date.parse(asText(data.created_at) ?? '');
    return {
      model: asText(data.model)?.slice(0, 200) ?? null,
      createdAt: Number.isNaN(createdMs) ? null : isoOf(createdMs),
    };
  } catch (error) {
    if (error instanceof CallError && error.httpStatus === 404) return null;
    throw error;
  }
}
