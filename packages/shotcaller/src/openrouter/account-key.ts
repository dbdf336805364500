import { isoOf } from '../iso-time.ts';
import type { CallContext } from './call.types.ts';
import type { AccountKey } from './client.types.ts';
import { exactAmount, parseJsonKeepingNumbers } from './exact-decimal.ts';
import { readJsonAnswer } from './read-json.ts';
import { asBoolean, asObject, asText } from './untrusted-json.ts';

/** `GET /key`: whether the key works, and what is left on it. Throws `CallError`. */
export async function readAccountKey(call: CallContext, signal?: AbortSignal): Promise<AccountKey> {
  const { value, answer } = await readJsonAnswer(call, new URL(`${call.endpoint.baseUrl}/key`), signal);
  const data = asObject(asObject(value)?.data);
  const amounts = asObject(asObject(parseJsonKeepingNumbers(answer.text))?.data);
  const label = asText(data?.label);
  const date = Date.parse(answer.headers.get('date') ?? '');
  return {
    // The service's label is a shortened key.
    label: label === undefined ? null : call.redact(label, 100),
    limitUsd: exactAmount(amounts?.limit),
    limitRemainingUsd: exactAmount(amounts?.limit_remaining),
    usageUsd: exactAmount(amounts?.usage),
    isFreeTier: asBoolean(data?.is_free_tier) ?? null,
    serverTime: Number.isNaN(date) ? null : isoOf(date),
  };
}
