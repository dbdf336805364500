import type { CallContext } from './call.types.ts';
import { CallError } from './errors.ts';
import { failureOf, type TextAnswer } from './failure.ts';
import { readAnswer } from './read-answer.ts';
import { parseJson } from './untrusted-json.ts';

/** GETs JSON. Throws `CallError`; rejects with the signal's reason when aborted. */
export async function readJson(call: CallContext, url: URL, signal?: AbortSignal): Promise<unknown> {
  return (await readJsonAnswer(call, url, signal)).value;
}

export async function readJsonAnswer(
  call: CallContext,
  url: URL,
  signal?: AbortSignal,
): Promise<{ readonly value: unknown; readonly answer: TextAnswer }> {
  const answer = await readAnswer(call, url, signal).catch((error) => {
    if (signal?.aborted) throw error;
    const failure = failureOf(error, call);
    throw new CallError(failure.message, failure);
  });
  if (answer.error)
    throw new CallError(answer.error.message, {
      retryable: answer.status === 429 || answer.status >= 500,
      ...answer.failed,
    });
  const value = parseJson(answer.text);
  if (value === undefined) {
    throw new CallError(`${call.endpoint.origin} answered ${answer.status} with what is not JSON.`, {
      retryable: true,
      httpStatus: answer.status,
    });
  }
  return { value, answer };
}
