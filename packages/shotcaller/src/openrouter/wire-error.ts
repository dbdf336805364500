import type { Redact } from './redact.ts';
import { asNumber, asObject, asText, asTexts, parseJson } from './untrusted-json.ts';
import type { WireError } from './wire-error.types.ts';

/**
 * Reads an error body in any of its three shapes: the envelope, the ZodError of a schema violation, and what is not JSON. Any
 * field may be missing. The prompt (`flagged_input`) and the account (`user_id`) are never read; the rest passes `redact`.
 */
export function parseWireError(httpStatus: number, text: string, redact: Redact): WireError {
  const nothing: WireError = {
    shape: 'empty',
    httpStatus,
    message: `HTTP ${httpStatus}`,
    code: null,
    errorType: null,
    limitSource: null,
    providerName: null,
    availabilityCode: null,
    failedRoutingStep: null,
    moderationReasons: [],
    issues: [],
  };
  if (text.trim() === '') return nothing;
  const body = asObject(parseJson(text));
  // A page of the edge: its words are markup, and the status says all that can be relied on.
  if (!body) return { ...nothing, shape: 'not_json', message: `HTTP ${httpStatus}, and the answer is not JSON` };
  const error = asObject(body.error);
  const plain = asText(body.error) ?? asText(body.message);
  if (!error) return { ...nothing, shape: 'envelope', message: redact(plain ?? nothing.message) };
  if (asText(error.name) === 'ZodError') return zodError(nothing, asText(error.message) ?? '', redact);
  const metadata = asObject(error.metadata);
  const clean = (value: unknown) => {
    const found = asText(value);
    return found === undefined ? null : redact(found);
  };
  return {
    ...nothing,
    shape: 'envelope',
    message: clean(error.message) ?? nothing.message,
    code: asNumber(error.code) ?? null,
    errorType: clean(metadata?.error_type),
    limitSource: clean(metadata?.limit_source),
    providerName: clean(metadata?.provider_name),
    availabilityCode: clean(asObject(error.availability)?.code),
    failedRoutingStep: clean(metadata?.failed_routing_step),
    moderationReasons: asTexts(metadata?.reasons, 20).map((reason) => redact(reason)),
  };
}

/** Status and message, for those who read them: the status once. */
export function statusAndMessage(httpStatus: number, message: string): string {
  const status = `HTTP ${httpStatus}`;
  return message.startsWith(status) ? message : `${status}, ${message}`;
}

/** The seconds that an error body asks to wait. */
export function bodyRetrySeconds(text: string): number | undefined {
  const error = asObject(asObject(parseJson(text))?.error);
  return (
    asNumber(asObject(error?.metadata)?.retry_after_seconds) ?? asNumber(asObject(error?.availability)?.retry_after)
  );
}

/** Whether the error body says that trying again is of no use. */
export function bodySaysFinal(text: string): boolean {
  return asObject(asObject(asObject(parseJson(text))?.error)?.availability)?.retryable === false;
}

function zodError(nothing: WireError, message: string, redact: Redact): WireError {
  const parsed = parseJson(message);
  const issues = (Array.isArray(parsed) ? parsed : []).slice(0, 20).flatMap((entry) => {
    const issue = asObject(entry);
    const path = Array.isArray(issue?.path) ? issue.path.map(String).join('.') : '';
    return issue ? [{ path: redact(path), message: redact(asText(issue.message) ?? 'invalid') }] : [];
  });
  return {
    ...nothing,
    shape: 'zod',
    message:
      issues.length === 0
        ? redact(message || nothing.message)
        : issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`)).join('; '),
    issues,
  };
}
