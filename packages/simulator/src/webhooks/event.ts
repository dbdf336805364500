import type { Job } from '../job.ts';
import type { WireUsage, WireWebhookEvent } from '../wire.ts';

export interface EventContent {
  readonly unsignedUrls: readonly string[];
  readonly usage: WireUsage | undefined;
}

/** The body of a webhook, as bytes will be signed. Key order as in the recorded delivery. */
export function eventBody(job: Job, status: Job['outcome']['status'], atMs: number, content: EventContent): string {
  // A refusal by moderation happens before a generation exists, and then both are null (OpenRouter's guide).
  const assigned = !(job.outcome.status === 'failed' && job.outcome.error === 'Content policy violation');
  const event: WireWebhookEvent = {
    created_at: new Date(atMs).toISOString(),
    data: {
      ...(status !== 'completed' && {
        error: job.outcome.status === 'completed' ? 'Provider returned error' : job.outcome.error,
      }),
      generation_id: assigned ? job.id : null,
      id: job.id,
      model: assigned ? job.model : null,
      status,
      ...(status === 'completed' && { unsigned_urls: content.unsignedUrls }),
      ...(status === 'completed' && content.usage && { usage: content.usage }),
    },
    type: `video.generation.${status}`,
  };
  return JSON.stringify(event);
}
