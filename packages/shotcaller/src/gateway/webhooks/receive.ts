import { timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { jobIdOf } from '../../jobs/job-ids.ts';
import { tokenParameter } from '../../jobs/steps/plan-step.ts';
import { verifyDelivery } from '../../openrouter/webhook.ts';
import { readJsonBytes } from '../guards/read-body.ts';
import type { Metrics } from '../metrics.ts';
import type { GatewayEnvironment, RoutesContext } from '../routes-context.ts';

/** A delivery is a few hundred bytes. */
const maxBytes = 256 * 1024;

/**
 * The service's deliveries, at a path that only the service was told. What they say is a hint: the job is read again. With a
 * signing secret an unsigned, forged or stale one is refused; without, only one with a job's correlation token is heard.
 */
export function receiveRoutes(app: Hono<GatewayEnvironment>, { options, jobs }: RoutesContext, metrics: Metrics): void {
  app.post('/hooks/openrouter/:path', async (c) => {
    const refuse = (status: 401 | 404 | 413, result: string) => {
      metrics.countDelivery('received', result);
      return c.json({ error: { code: result, message: 'Not accepted.' } }, status);
    };
    if (!isSame(c.req.param('path'), options.webhookPath)) return refuse(404, 'wrong_path');
    const body = await readJsonBytes(c.req.raw, { maxBytes, takeBytes: () => true });
    if ('problem' in body) return refuse(413, body.problem);
    const token = c.req.query(tokenParameter) ?? null;
    const hint = readHint(c.req.raw.headers, body.value, token);
    if (typeof hint === 'string') return refuse(401, hint);
    const noted = await options.parts.jobs.noteDelivery({ ...hint, correlationToken: token });
    metrics.countDelivery('received', noted.kind);
    if (noted.kind === 'noted' && noted.recovered) jobs.watch(jobIdOf(noted.id));
    // Another answer than 200 would only make the service send it again.
    return c.json({ received: true });
  });

  function readHint(headers: Headers, rawBody: Uint8Array, token: string | null) {
    const secret = options.upstreamWebhookSecret;
    if (secret !== undefined) {
      const verdictAt = (nowMs: number) => verifyDelivery({ headers, rawBody, secret, nowMs });
      let verdict = verdictAt(options.clock.now());
      // Of the database's clock and this machine's one may be wrong, and nobody here knows which.
      if (!verdict.verified && options.machineNow) verdict = verdictAt(options.machineNow());
      if (!verdict.verified) return verdict.why;
      return { idempotencyKey: verdict.dedupeKey, remoteId: verdict.event.remoteId };
    }
    const remoteId = remoteIdIn(rawBody);
    return token === null || remoteId === undefined ? 'unsigned' : { idempotencyKey: null, remoteId };
  }
}

function remoteIdIn(rawBody: Uint8Array): string | undefined {
  try {
    const event: unknown = JSON.parse(new TextDecoder().decode(rawBody));
    const { id } = (event as { data?: { id?: unknown } } | null)?.data ?? {};
    return typeof id === 'string' && id.length <= 512 ? id : undefined;
  } catch {
    return undefined;
  }
}

function isSame(given: string, expected: string | undefined): boolean {
  if (expected === undefined) return false;
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
