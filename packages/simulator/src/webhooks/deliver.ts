import type { Clock } from '../clock.ts';
import type { Effect } from '../faults/effects.ts';
import type { Delivery, Job } from '../job.ts';
import type { Store } from '../store.ts';
import { type EventContent, eventBody } from './event.ts';
import { signatureHeader } from './sign.ts';

export type WebhookBend = Extract<Effect, { at: 'webhook' }>['bend'];

export interface DeliveryContext {
  readonly clock: Clock;
  readonly speed: number;
  readonly secret: string | null;
  readonly store: Store;
  readonly send: (request: Request) => Promise<Response>;
}

/** Seconds from the end of a job to each attempt. The real schedule is undocumented: this one is ours. */
const attemptAfterSeconds = [0, 10, 60, 300, 1800];

/** How long a receiver may take, in milliseconds of the clock. Ours. */
const answerTimeoutMs = 10_000;

interface Message {
  readonly kind: Delivery['kind'];
  readonly afterSeconds: number;
  readonly status: Job['outcome']['status'];
  readonly secret: string | null;
  /** Added to the time stamp in the signature. */
  readonly skewSeconds: number;
  readonly content: EventContent;
}

/** Tells the job's callback URL how it ended; resolves after the attempts that are due at once. */
export async function announce(
  context: DeliveryContext,
  job: Job,
  content: EventContent,
  bends: readonly WebhookBend[],
): Promise<void> {
  if (job.request.callback_url === undefined || bends.includes('none')) return;
  for (const message of messagesFor(context, job, content, bends)) {
    const dueMs = context.clock.now() + (message.afterSeconds * 1000) / context.speed;
    const body = eventBody(job, message.status, context.clock.now(), message.content);
    const signedAtSeconds = Math.floor(context.clock.now() / 1000) + message.skewSeconds;
    const run = () => attempt(context, job, message, body, signedAtSeconds, 0);
    if (message.afterSeconds === 0) await run();
    else context.clock.at(dueMs, run);
  }
}

/** Goes on with a job whose end was announced in vain before a restart. */
export function resumeAnnouncement(context: DeliveryContext, job: Job, content: EventContent): void {
  const past = context.store.deliveries.filter((delivery) => delivery.jobId === job.id && delivery.kind === 'true');
  if (past.length === 0 || past.length >= attemptAfterSeconds.length || past.some(wasAccepted)) return;
  const message: Message = { ...plainMessage(context, job), content };
  const body = eventBody(job, message.status, past[0]!.attemptedAtMs, content);
  scheduleRetry(context, job, message, body, past.length - 1);
}

function plainMessage(context: DeliveryContext, job: Job): Message {
  return {
    kind: 'true',
    afterSeconds: 0,
    status: job.outcome.status,
    secret: context.secret,
    skewSeconds: 0,
    content: { unsignedUrls: [], usage: undefined },
  };
}

function messagesFor(
  context: DeliveryContext,
  job: Job,
  content: EventContent,
  bends: readonly WebhookBend[],
): readonly Message[] {
  const genuine: Message = {
    ...plainMessage(context, job),
    content,
    afterSeconds: bends.includes('late') ? 600 : 0,
    secret: bends.includes('unsigned') ? null : context.secret,
    skewSeconds: bends.includes('future') ? 600 : 0,
  };
  const forged: Message = {
    ...genuine,
    kind: 'forged',
    afterSeconds: 0,
    status: 'completed',
    secret: 'whsec_forged',
    content: { unsignedUrls: ['https://forged.invalid/video.mp4'], usage: { cost: 99, is_byok: false } },
  };
  return [
    ...(bends.includes('forged') ? [forged] : []),
    genuine,
    ...(bends.includes('duplicate') ? [{ ...genuine, kind: 'duplicate' } as const] : []),
    // Sent late with the time stamp of now: outside the window of 300 s when it arrives.
    ...(bends.includes('replayed') ? [{ ...genuine, kind: 'replayed', afterSeconds: 600 } as const] : []),
    ...(bends.includes('out-of-order') ? [{ ...genuine, kind: 'stale', status: 'failed' } as const] : []),
  ];
}

async function attempt(
  context: DeliveryContext,
  job: Job,
  message: Message,
  body: string,
  signedAtSeconds: number,
  index: number,
): Promise<void> {
  const url = job.request.callback_url!;
  const idempotencyKey = `${job.id}-${message.status}`;
  const headers = new Headers({ 'content-type': 'application/json', 'x-openrouter-idempotency-key': idempotencyKey });
  if (message.secret !== null)
    headers.set('x-openrouter-signature', signatureHeader(message.secret, body, signedAtSeconds));

  const attemptedAtMs = context.clock.now();
  const result = await post(context, url, headers, body);
  const delivery: Delivery = {
    jobId: job.id,
    type: `video.generation.${message.status}`,
    idempotencyKey,
    url,
    attempt: index + 1,
    attemptedAtMs,
    kind: message.kind,
    ...result,
  };
  context.store.addDelivery(delivery);
  if (!wasAccepted(delivery) && message.kind !== 'forged') scheduleRetry(context, job, message, body, index);
}

function scheduleRetry(context: DeliveryContext, job: Job, message: Message, body: string, index: number): void {
  const next = attemptAfterSeconds[index + 1];
  if (next === undefined) return;
  const waitMs = ((next - attemptAfterSeconds[index]!) * 1000) / context.speed;
  context.clock.at(context.clock.now() + waitMs, () => {
    // Each attempt is signed anew, or a receiver with a replay window could never accept a late one.
    const signedAtSeconds = Math.floor(context.clock.now() / 1000) + message.skewSeconds;
    return attempt(context, job, message, body, signedAtSeconds, index + 1);
  });
}

async function post(context: DeliveryContext, url: string, headers: Headers, body: string) {
  const abort = new AbortController();
  const cancel = context.clock.at(context.clock.now() + answerTimeoutMs, () =>
    abort.abort(new Error('no answer in 10 s')),
  );
  try {
    const request = new Request(url, { method: 'POST', headers, body, redirect: 'manual', signal: abort.signal });
    const response = await context.send(request);
    await response.body?.cancel();
    return { status: response.status };
  } catch (cause) {
    return { failure: (cause as Error).message || 'no answer' };
  } finally {
    cancel();
  }
}

function wasAccepted(delivery: Delivery): boolean {
  return delivery.status !== undefined && delivery.status >= 200 && delivery.status < 300;
}
