import { isSpanContextValid, type SpanContext, TraceFlags } from '@opentelemetry/api';
import { sha256Of } from '../../disk/sha256-of.ts';

/** W3C trace context, version 00: https://www.w3.org/TR/trace-context/#traceparent-header */
const shape = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** `undefined`: it is no trace context. */
export function readTraceparent(text: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = shape.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}

/** `undefined`: nobody traces. */
export function writeTraceparent(context: SpanContext): string | undefined {
  if (!isSpanContextValid(context)) return undefined;
  return `00-${context.traceId}-${context.spanId}-${context.traceFlags.toString(16).padStart(2, '0')}`;
}

/** The trace of a job that was ordered while nobody traced: the same on every machine. */
export function traceOfJob(jobId: string): SpanContext {
  const hash = sha256Of(`shotcaller job ${jobId}`);
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48), traceFlags: TraceFlags.SAMPLED, isRemote: true };
}
