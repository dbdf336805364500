import type { ReadingFailure } from '@shotcaller/core';
import { TimedOutError } from '../outbound/deadline.ts';
import type { ChatOutcome, ChatRequest } from './client.types.ts';
import { exactAmount, parseJsonKeepingNumbers } from './exact-decimal.ts';
import { failureOf, type TextAnswer } from './failure.ts';
import { createRedact, type Redact } from './redact.ts';
import { postOnce, type SubmitContext, verdictOf } from './submit.ts';
import { wasNeverSent } from './transport-failure.ts';
import { asObject, asText, parseJson, type UntrustedObject } from './untrusted-json.ts';
import { parseWireError } from './wire-error.ts';
import type { WireError } from './wire-error.types.ts';

/** An answer is a few hundred bytes; what is larger is none. */
const maxAnswerBytes = 64 * 1024;

/** The body of a chat, as the wire writes it: one answer under a strict schema, at temperature 0, within a price. */
function chatBody({
  model,
  instructions,
  text,
  schemaName,
  schema,
  mostAnswerTokens,
  mostUsdPerMillionTokens,
}: ChatRequest) {
  return {
    model,
    messages: [
      { role: 'system', content: instructions },
      { role: 'user', content: text },
    ],
    temperature: 0,
    max_tokens: mostAnswerTokens,
    stream: false,
    usage: { include: true },
    response_format: { type: 'json_schema', json_schema: { name: schemaName, strict: true, schema } },
    provider: {
      require_parameters: true,
      max_price: { prompt: mostUsdPerMillionTokens.sent, completion: mostUsdPerMillionTokens.answered },
    },
  };
}

/** One `POST /chat/completions`, never repeated and never redirected. Does not throw, unless aborted before it begins. */
export async function chatOnce(
  context: SubmitContext,
  request: ChatRequest,
  { signal }: { readonly signal?: AbortSignal },
): Promise<ChatOutcome> {
  const redact = createRedact([...context.secrets, request.text]);
  const { endpoint, timeoutMs } = context;
  signal?.throwIfAborted();
  let isAnswered = false;
  const onStatus = () => {
    isAnswered = true;
  };
  try {
    const text = JSON.stringify(chatBody(request));
    const bounded = { ...context, redact, maxBodyBytes: maxAnswerBytes };
    const answer = await postOnce(bounded, '/chat/completions', { text, signal, onStatus });
    return answer.error ? refusalOf(answer, answer.error) : readMessage(answer.text, redact);
  } catch (error) {
    const { message } = failureOf(error, { endpoint, redact });
    if (error instanceof TimedOutError) {
      return lost({ code: 'chat_timed_out', seconds: Math.round(timeoutMs / 1000) });
    }
    if (isAnswered) return lost({ code: 'chat_answer_unreadable', detail: withoutStop(message) });
    const failure: ReadingFailure = { code: 'chat_not_reached', detail: withoutStop(message) };
    return wasNeverSent(error) ? { kind: 'failed', failure, bill: { kind: 'not_bought' } } : lost(failure);
  }
}

function lost(failure: ReadingFailure): ChatOutcome {
  return { kind: 'failed', failure, bill: { kind: 'unknown' } };
}

function withoutStop(message: string): string {
  return message.replace(/\.$/, '');
}

function refusalOf(answer: TextAnswer, error: WireError): ChatOutcome {
  const { status } = answer;
  const { message } = error;
  if (verdictOf(answer, error) === 'unknown') return lost({ code: 'chat_service_error', httpStatus: status, message });
  return { kind: 'failed', failure: refusedChat(status, message), bill: { kind: 'not_bought' } };
}

function refusedChat(httpStatus: number, message: string): ReadingFailure {
  switch (httpStatus) {
    case 401:
      return { code: 'chat_key_refused', message };
    case 402:
      return { code: 'chat_no_credits', message };
    case 404:
      return { code: 'chat_no_endpoint', message };
    case 429:
    case 503:
      return { code: 'chat_rate_limited', message };
    default:
      return { code: 'chat_refused', httpStatus, message };
  }
}

function readMessage(text: string, redact: Redact): ChatOutcome {
  const body = asObject(parseJson(text));
  if (!body) return lost({ code: 'chat_answer_unreadable', detail: 'it is not JSON' });
  const costUsd = exactAmount(asObject(asObject(parseJsonKeepingNumbers(text))?.usage)?.cost);
  const bill = costUsd === null ? ({ kind: 'unknown' } as const) : ({ kind: 'stated', usd: costUsd } as const);
  const failed = (failure: ReadingFailure): ChatOutcome => ({ kind: 'failed', failure, bill });
  if (body.error !== undefined && body.error !== null) {
    return failed({ code: 'chat_error_in_answer', message: parseWireError(200, text, redact).message });
  }
  const choice = asObject(Array.isArray(body.choices) ? body.choices[0] : undefined);
  const message = asObject(choice?.message);
  if (!choice || !message) return failed({ code: 'chat_answer_unreadable', detail: 'it has no message' });
  if (choice.error !== undefined && choice.error !== null) {
    return failed({ code: 'chat_error_in_answer', message: errorOfChoice(choice, redact) });
  }
  if (asText(message.refusal) !== undefined || choice.finish_reason === 'content_filter') {
    return failed({ code: 'chat_model_refused' });
  }
  if (choice.finish_reason === 'length') return failed({ code: 'chat_answer_truncated' });
  const content = asText(message.content);
  if (content === undefined || content.trim() === '') return failed({ code: 'chat_answer_empty' });
  return { kind: 'answered', content, bill };
}

function errorOfChoice({ error }: UntrustedObject, redact: Redact): string {
  return redact(asText(asObject(error)?.message) ?? '', 300);
}
