import type { Job } from './job.ts';
import { type Refusal, refuse } from './refusal.ts';

/** How many jobs of one provider may run at once, from a time on: the seconds since the simulator was made. */
export interface Room {
  readonly fromSeconds: number;
  readonly jobs: number;
}

/**
 * Reads `JOBS[@SECONDS],…`: "12,5@1100,20@3000" is room for twelve, for five from second 1100 on, and for twenty from second 3000 on. Before
 * the first time there is no limit. Throws an Error on anything else.
 */
export function parseRooms(text: string): readonly Room[] {
  const rooms = text.split(',').map((part): Room => {
    const [, jobs, fromSeconds = '0'] = /^\s*(\d{1,6})(?:@(\d{1,9}(?:\.\d{1,3})?))?\s*$/.exec(part) ?? [];
    if (jobs !== undefined) return { jobs: Number(jobs), fromSeconds: Number(fromSeconds) };
    throw new Error(
      `"${part.trim().slice(0, 40)}" is no number of jobs at once. Write JOBS[@SECONDS],… as in 12,5@1100.`,
    );
  });
  return rooms.toSorted((one, other) => one.fromSeconds - other.fromSeconds);
}

/** The provider is the part of a model's id before the slash, as OpenRouter's catalogue has it. */
function providerOf(model: string): string {
  return model.split('/')[0] ?? model;
}

/** Why a further job of the model is refused now: the provider's pool is full, in the words of a recorded answer. */
export function roomRefusal(
  rooms: readonly Room[],
  model: string,
  jobs: Iterable<Job>,
  sinceStartSeconds: number,
): Refusal | undefined {
  const room = rooms.findLast(({ fromSeconds }) => fromSeconds <= sinceStartSeconds);
  if (!room) return undefined;
  let running = 0;
  for (const job of jobs) {
    if (job.settledAtMs === undefined && providerOf(job.model) === providerOf(model)) running += 1;
  }
  if (running < room.jobs) return undefined;
  return refuse(429, 'Provider returned error', {
    metadata: {
      raw: 'Too many requests',
      provider_name: providerOf(model),
      limit_source: 'upstream_provider_shared_pool',
      retry_after_seconds: retryAfterSeconds,
    },
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });
}

const retryAfterSeconds = 2;
