import { providerName } from '../capabilities.ts';
import { randomFor } from '../random.ts';
import { refuse } from '../refusal.ts';
import type { Simulation } from '../simulation.ts';
import { errorAnswer, json } from './answers.ts';

/** Seconds by which `GET /key` lags behind the bills. Minutes on the real service; the figure is ours. */
const usageLagSeconds = 120;

/** `GET /key`. */
export function key({ simulation }: { readonly simulation: Simulation }): Response {
  simulation.settleDue();
  const { account, clock, speed } = simulation;
  const nowMs = clock.now();
  const lagMs = (usageLagSeconds * 1000) / speed;
  const usage = account.usageUsd(nowMs - lagMs);
  const since = (startMs: number) => Math.max(0, usage - account.usageUsd(Math.min(startMs, nowMs - lagMs)));
  const dayMs = 86_400_000;
  return json(200, {
    data: {
      label: 'sk-or-v1-simulator',
      limit: account.keyLimitUsd,
      limit_reset: null,
      limit_remaining: account.keyLimitUsd === null ? null : account.keyLimitUsd - usage,
      include_byok_in_limit: false,
      usage,
      usage_daily: since(nowMs - (nowMs % dayMs)),
      usage_weekly: since(nowMs - 7 * dayMs),
      usage_monthly: since(nowMs - 30 * dayMs),
      byok_usage: 0,
      byok_usage_daily: 0,
      byok_usage_weekly: 0,
      byok_usage_monthly: 0,
      is_free_tier: false,
      is_provisioning_key: false,
    },
  });
}

/** `GET /credits`. */
export function credits({ simulation }: { readonly simulation: Simulation }): Response {
  simulation.settleDue();
  const { account } = simulation;
  return json(200, { data: { total_credits: account.creditsUsd, total_usage: account.usageUsd() } });
}

/** `GET /generation?id=…`: 404 for the first 1 to 8 minutes after the end (live, 2026-10-02), then the record. */
export function generation({ simulation }: { readonly simulation: Simulation }, id: string): Response {
  const found = simulation.store.jobs.get(id);
  const job = found && simulation.settle(found);
  const delaySeconds = 60 + 420 * randomFor(simulation.seed, 'generation record', id)();
  const knownFromMs = job ? job.endsAtMs + (delaySeconds * 1000) / simulation.speed : Number.POSITIVE_INFINITY;
  if (!job || job.settledAtMs === undefined || simulation.clock.now() < knownFromMs) {
    return errorAnswer(refuse(404, `Generation ${id.slice(0, 200)} not found`));
  }
  const model = simulation.models().find((candidate) => candidate.id === job.model);
  return json(200, {
    data: {
      id: job.id,
      api_type: 'video',
      created_at: new Date(job.submittedAtMs).toISOString(),
      model: job.canonicalSlug,
      provider_name: model ? providerName(model) : job.model.split('/')[0],
      total_cost: job.billedUsd === undefined ? 0 : Number(job.billedUsd),
      usage: job.billedUsd === undefined ? 0 : Number(job.billedUsd),
      generation_time: job.endsAtMs - job.submittedAtMs,
      latency: job.endsAtMs - job.submittedAtMs,
      cancelled: job.outcome.status === 'cancelled',
      is_byok: false,
      streamed: false,
    },
  });
}
