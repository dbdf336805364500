import type { Agent, JobAnswer, QuoteAnswer } from '../../packages/shotcaller/test/mcp/agents.ts';

/** What its user finds in the account's activity: the service's id of a job for the prompt. */
export type LookAtActivity = () => string | undefined;

export interface Outcome {
  readonly job: JobAnswer;
  /** Calls that were made, by tool. */
  readonly calls: readonly string[];
}

/**
 * An agent that knows nothing but what the tools say of themselves: it quotes a wish, buys, waits, and follows `next`. Of every first
 * answer to a purchase it hears nothing, as when the call has timed out. Its user agrees to every quote and looks at the account's
 * activity when asked to.
 */
export async function fromWishToFile(
  agent: Agent,
  question: Readonly<Record<string, unknown>>,
  lookAtActivity: LookAtActivity,
): Promise<Outcome> {
  const calls: string[] = [];
  const call = async <Answer>(name: string, args: Record<string, unknown>): Promise<Answer> => {
    for (let tries = 1; ; tries += 1) {
      calls.push(name);
      try {
        return await agent.call<Answer>(name, args);
      } catch (error) {
        // A time-out of the client. The descriptions say that the same call may be made again.
        if (!/timed? ?out/i.test(String(error)) || tries === 20) throw error;
      }
    }
  };
  for (let purchase = 1; ; purchase += 1) {
    const { quoteId } = await call<QuoteAnswer>('quote', question);
    await call('generate_video', { quoteId, waitSeconds: 45 });
    let job = await call<JobAnswer>('generate_video', { quoteId, waitSeconds: 45 });
    for (let step = 1; step < 60 && !isEnd(job); step += 1) job = await follow(job, quoteId);
    const isFree = job.status === 'refused' && job.reason?.code === 'settled_not_bought';
    if (!isFree || purchase === 3) return { job, calls };
  }

  async function follow({ jobId, status, next }: JobAnswer, quoteId: string): Promise<JobAnswer> {
    if (status === 'unknown') {
      const remoteId = lookAtActivity();
      if (remoteId !== undefined) return call('resume_job', { jobId, remoteId, waitSeconds: 45 });
      return call('settle_job', { jobId, notBought: true });
    }
    if (next.includes('Call resume_job')) return call('resume_job', { jobId, waitSeconds: 45 });
    if (next.includes('Call generate_video')) return call('generate_video', { quoteId, waitSeconds: 45 });
    return call('get_job', { jobId, waitSeconds: 45 });
  }
}

/** Nothing that `next` says would change it. */
function isEnd({ status, next }: JobAnswer): boolean {
  if (status === 'done' || status === 'failed' || status === 'expired' || status === 'cancelled') return true;
  return status === 'refused' && !next.includes('Call generate_video');
}
