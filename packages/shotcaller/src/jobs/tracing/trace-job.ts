import {
  type Attributes,
  context as activeContext,
  type Context,
  metrics,
  ProxyTracerProvider,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { forgetOldest } from '../../forget-oldest.ts';
import { type Attempt, type AttemptState, isAtRest, type Job } from '../job.ts';
import type { StepContext } from '../steps/step-context.ts';
import { readTraceparent, traceOfJob, writeTraceparent } from './traceparent.ts';

/*
 * One trace a job, whichever processes carry it: the order is a span, its trace context stands in the job's row, and every step is a
 * short span beneath it. A span that lasts as long as a clip takes would die with its process, so the span of the whole attempt is made
 * when it ends, from the times in the ledger. Spans hold ids and money, never a prompt or an address.
 *
 * Names that begin with gen_ai are those of OpenTelemetry's conventions for generative AI (in development, read 2026-10).
 */
const scope = 'shotcaller';

/** Time is handed in everywhere else, and spans of two machines are in order only by one clock. */
type Timed = Pick<StepContext, 'clock'>;

/** Without an SDK nothing is recorded, and nothing more is read from the ledger than there would be otherwise. */
function isTraced(): boolean {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer(scope) !== undefined;
}

/** Takes an order within a span. `order` is given the trace context for the job's row; `undefined`: there is none. */
export async function traceOrder<Answer>(
  { clock }: Timed,
  /** What the caller said, a `traceparent` header. Default: whatever span is active. */
  given: string | undefined,
  order: (traceparent: string | undefined) => Promise<Answer>,
  describe: (answer: Answer) => Attributes,
): Promise<Answer> {
  const caller = readTraceparent(given);
  if (!isTraced()) return order(caller && given);
  const parent = caller ? trace.setSpanContext(activeContext.active(), caller) : activeContext.active();
  const span = startSpan('shotcaller order', { clock, parent, kind: SpanKind.INTERNAL });
  return endWith({ clock }, span, async () => {
    const answer = await activeContext.with(trace.setSpan(parent, span), () =>
      order(writeTraceparent(span.spanContext())),
    );
    span.setAttributes(describe(answer));
    return answer;
  });
}

/** Takes a step of an attempt within a span. */
export async function traceStep(
  { clock, ledger }: Pick<StepContext, 'clock' | 'ledger'>,
  kind: string,
  attempt: Attempt,
  take: () => Promise<Attempt | undefined>,
): Promise<Attempt | undefined> {
  if (!isTraced()) return take();
  const parent = await parentOf(ledger, attempt.jobId);
  const span = startSpan(`shotcaller ${kind}`, { clock, parent, kind: SpanKind.CLIENT, attributes: idsOf(attempt) });
  return endWith({ clock }, span, async () => {
    const moved = await activeContext.with(trace.setSpan(parent, span), take);
    if (moved) {
      span.setAttribute('shotcaller.attempt.state', moved.state);
      if (isBadEnd(moved.state))
        span.setStatus({ code: SpanStatusCode.ERROR, message: moved.reason?.code ?? moved.state });
    }
    return moved;
  });
}

/** Makes a call that is owed for a job within a span. `failure` names what went wrong, by a code. */
export async function traceCall<Answer>(
  { clock, ledger }: Pick<StepContext, 'clock' | 'ledger'>,
  name: string,
  jobId: string,
  call: () => Promise<Answer>,
  failure: (answer: Answer) => string | undefined,
): Promise<Answer> {
  if (!isTraced()) return call();
  const parent = await parentOf(ledger, jobId);
  const attributes = { 'shotcaller.job.id': jobId };
  const span = startSpan(`shotcaller ${name}`, { clock, parent, kind: SpanKind.CLIENT, attributes });
  return endWith({ clock }, span, async () => {
    const answer = await call();
    const message = failure(answer);
    if (message !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message });
    return answer;
  });
}

/** The span and the measurement of a whole attempt, once it has ended. Nothing that fails here concerns the job. */
export async function traceEnd({ ledger }: Pick<StepContext, 'ledger'>, attempt: Attempt): Promise<void> {
  const { endedAt, createdAt, state, model, billedUsd, price, reason, remoteId } = attempt;
  if (endedAt === null || !isTraced()) return;
  const operation = {
    'gen_ai.operation.name': 'generate_content',
    'gen_ai.provider.name': 'openrouter',
    'gen_ai.request.model': model,
    'gen_ai.output.type': 'video',
    ...(state !== 'done' && { 'error.type': reason?.code ?? state }),
  };
  const span = trace.getTracer(scope).startSpan(
    `generate_content ${model}`,
    {
      kind: SpanKind.CLIENT,
      startTime: Date.parse(createdAt),
      attributes: {
        ...operation,
        ...idsOf(attempt),
        'shotcaller.attempt.state': state,
        ...(remoteId !== null && { 'gen_ai.response.id': remoteId }),
        ...(billedUsd !== null && { 'shotcaller.billed_usd': Number(billedUsd) }),
        ...(price.highUsd !== null && { 'shotcaller.quoted_high_usd': Number(price.highUsd) }),
      },
    },
    await parentOf(ledger, attempt.jobId),
  );
  if (state !== 'done') span.setStatus({ code: SpanStatusCode.ERROR, message: reason?.code ?? state });
  span.end(Date.parse(endedAt));
  metrics
    .getMeter(scope)
    .createHistogram('gen_ai.client.operation.duration', {
      unit: 's',
      description: 'From the order of an attempt to its end.',
      advice: { explicitBucketBoundaries: [5, 10, 20, 40, 60, 90, 120, 180, 300, 600, 1200, 3600] },
    })
    .record((Date.parse(endedAt) - Date.parse(createdAt)) / 1000, operation);
}

function startSpan(
  name: string,
  {
    clock,
    parent,
    ...options
  }: Timed & { readonly parent: Context; readonly kind: SpanKind; readonly attributes?: Attributes },
): Span {
  return trace.getTracer(scope).startSpan(name, { ...options, startTime: clock.now() }, parent);
}

async function endWith<Answer>({ clock }: Timed, span: Span, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    // By name and code: messages of others may quote what was sent.
    const { name, code } = error as { readonly name?: string; readonly code?: string };
    span.setStatus({ code: SpanStatusCode.ERROR, message: [name, code].filter(Boolean).join(' ') });
    throw error;
  } finally {
    span.end(clock.now());
  }
}

function idsOf({ id, jobId, number, model }: Attempt): Attributes {
  return {
    'shotcaller.job.id': jobId,
    'shotcaller.attempt.id': id,
    'shotcaller.attempt.number': number,
    'gen_ai.request.model': model,
  };
}

function isBadEnd(state: AttemptState): boolean {
  return state !== 'done' && isAtRest({ state });
}

/** Trace contexts of jobs that were carried lately: a poll need not read the job for one. */
const known = new Map<string, Context>();
const mostKnown = 10_000;

async function parentOf(ledger: StepContext['ledger'], jobId: string): Promise<Context> {
  const found = known.get(jobId);
  if (found) return found;
  const job: Job | undefined = await ledger.job(jobId).catch(() => undefined);
  const parent = trace.setSpanContext(
    activeContext.active(),
    readTraceparent(job?.options.traceparent) ?? traceOfJob(jobId),
  );
  known.set(jobId, parent);
  forgetOldest(known, mostKnown);
  return parent;
}
