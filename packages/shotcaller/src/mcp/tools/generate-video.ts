import { inputRequired, inputResponse } from '@modelcontextprotocol/server';
import { dollars, jobReasonSentence } from '@shotcaller/core';
import { z } from 'zod';
import { isoOf } from '../../iso-time.ts';
import { isUnsent } from '../../jobs/job.ts';
import type { JobWithAttempts } from '../../jobs/records/job-records.ts';
import { readSealedQuote, type SealedQuote } from '../../jobs/sealed-quote.ts';
import { wasNeverSubmitted } from '../../jobs/steps/next-attempt.ts';
import { budgetsOf } from '../budgets.ts';
import type { Door } from '../door.ts';
import { jobAnswer } from '../job-view.ts';
import { refusedNext } from '../next-step.ts';
import { jobFields, waitSecondsField } from '../schemas/job.ts';
import { taskOf } from '../tasks.ts';
import { type Call, defineTool, ToolProblem } from '../tool.ts';
import { waitForJob } from '../wait-for-job.ts';

/** Wait of a call in which somebody was asked: it has taken its time already. Seconds. */
const waitAfterAskingSeconds = 5;

const usualWaitSeconds = 30;

export const generateVideo = defineTool({
  name: 'generate_video',
  title: 'Buy a quoted clip',
  description:
    'SPENDS MONEY. Buys the clip of a quoteId: exactly the quoted request, for at most its highUsd. Call it only after the user has seen the price and agreed. It answers within 45 s: done, or running with a jobId for get_job. After a timeout or a lost answer, call it again with the same quoteId: it returns the same job and never buys twice.',
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  page: 'ui://shotcaller/player.html',
  input: z.strictObject({
    quoteId: z
      .string()
      .min(1)
      .max(200)
      .describe(
        'The quoteId that quote returned. The quote includes everything else, so there is nothing more to pass.',
      ),
    waitSeconds: waitSecondsField('How long to wait for the clip, at most 45. Default 30.'),
  }),
  output: z.object(jobFields),
  async run(door, { quoteId, waitSeconds: asked }, call) {
    // Whoever takes a task looks again by itself.
    const waitSeconds = asked ?? (call.takesTasks ? 0 : usualWaitSeconds);
    const wasAsked = call.context.mcpReq.inputResponses !== undefined && call.era === 'legacy';
    const untilMs = door.clock.now() + (wasAsked ? Math.min(waitAfterAskingSeconds, waitSeconds) : waitSeconds) * 1000;
    await door.jobs.takeUp();
    for (let round = 1; ; round += 1) {
      const started = await start(door, { quoteId, untilMs, call });
      if (typeof started !== 'string') return started;
      const found = await waitForJob(door, started, { untilMs, call });
      if (!found) return { output: notRecordedYet(door, quoteId) };
      // Somebody gave the reservation back before anything was sent, such as an earlier run of this server: it is bought now.
      if (round < mostRounds && found.attempts.every(wasNeverSubmitted)) continue;
      return answerOf(door, found, call);
    }
  },
});

const mostRounds = 3;

/** So long a call waits for the job to be recorded at least, milliseconds. */
const shortestBuyMs = 1000;

async function answerOf(door: Door, found: JobWithAttempts, { takesTasks }: Pick<Call, 'takesTasks'>) {
  const answer = await jobAnswer(door, found);
  return { ...answer, task: takesTasks ? taskOf(door, answer.output) : undefined };
}

/** Finds the job of the quote, or buys it. Its id; or what is to be answered at once. */
async function start(
  door: Door,
  { quoteId, untilMs, call }: { readonly quoteId: string; readonly untilMs: number; readonly call: Call },
) {
  const known = await jobOf(door, quoteId);
  if (known) {
    await goOn(door, known, quoteId);
    return known.job.id;
  }
  const sealed = await sealedQuote(door, quoteId);
  await requireBudget(door, sealed);
  return askToSpend(door, sealed, call) ?? buy(door, sealed, { untilMs, call });
}

/** The job that the quote has bought, or is buying. */
async function jobOf({ parts, caller }: Door, quoteId: string): Promise<JobWithAttempts | undefined> {
  const ledger = await parts.ledger();
  const repeat = await ledger.findRepeat(parts.client.origin, caller.owner, { by: 'key', key: quoteId });
  return repeat && 'job' in repeat ? parts.jobs.find(repeat.job.id) : undefined;
}

async function goOn(door: Door, found: JobWithAttempts, quoteId: string): Promise<void> {
  const isStale = found.attempts.every(isUnsent) && (await readSealed(door, quoteId)).kind !== 'sealed';
  // Nothing was sent for it, and the price is no longer promised.
  if (isStale) door.jobs.watch(found.job.id);
  else door.jobs.goOn(found);
}

async function readSealed({ parts, caller, clock }: Door, id: string) {
  return readSealedQuote(await parts.ledger(), { service: parts.client.origin, owner: caller.owner, id }, clock.now());
}

async function sealedQuote(door: Door, quoteId: string): Promise<SealedQuote> {
  const read = await readSealed(door, quoteId);
  switch (read.kind) {
    case 'sealed':
      return read.quote;
    case 'expired':
      throw new ToolProblem(
        'quote_expired',
        `This quote expired at ${read.expiresAt}. Nothing was bought.`,
        'Call quote again, show the price, and use the new quoteId.',
      );
    case 'altered':
      throw new ToolProblem(
        'quote_altered',
        'The stored quote does not match the one that was shown. Nothing was bought.',
        'Call quote again, show the price, and use the new quoteId.',
      );
    case 'unknown':
      throw new ToolProblem(
        'quote_unknown',
        'There is no quote with this id, or it is not yours. Nothing was bought.',
        'Use the quoteId exactly as quote returned it, or call quote again.',
      );
    default:
      return read satisfies never;
  }
}

/** Nobody is asked to confirm what a limit forbids. The ledger decides again when it reserves. */
async function requireBudget(door: Door, { options, plan }: SealedQuote): Promise<void> {
  const { refusal } = await budgetsOf(door, options.maxUsd, plan);
  if (!refusal) return;
  const { code, limitUsd } = refusal;
  throw new ToolProblem(code, jobReasonSentence(refusal), refusedNext(refusal), { limitUsd });
}

/**
 * Asks the user where the client can. The form is empty: `accept` is the consent, since what stands in a form is not checked on its
 * way. `undefined`: they have accepted, or nobody can be asked; the quote and the limits hold either way.
 */
function askToSpend({ asksBeforeSpending, simulated, serviceName }: Door, { plan, options }: SealedQuote, call: Call) {
  if (!asksBeforeSpending || !call.canAsk) return undefined;
  const answer = inputResponse(call.context.mcpReq.inputResponses, 'spend');
  if (answer.kind === 'elicit' && answer.action === 'accept') return undefined;
  if (answer.kind === 'elicit') {
    throw new ToolProblem(
      'spend_declined',
      `The user did not confirm the purchase (${answer.action}). Nothing was bought.`,
      'Ask the user what they want instead. Do not call generate_video again unless they say so.',
    );
  }
  const sum = `up to ${dollars(options.confirmUsd)}`;
  return inputRequired({
    inputRequests: {
      spend: inputRequired.elicit({
        message: simulated
          ? `Make this clip with ${plan.model} in the simulator? It would cost ${sum}, but no money is spent.`
          : `Spend ${sum} at ${serviceName} on one clip of ${plan.model}?`,
        requestedSchema: { type: 'object', properties: {} },
      }),
    },
  });
}

/** Buys in the background. The job's id; when the submit takes longer than the caller waits, how it stands. */
async function buy(
  door: Door,
  sealed: SealedQuote,
  { untilMs, call }: { readonly untilMs: number; readonly call: Call },
) {
  const waited = new AbortController();
  const bought = door.jobs.buy(sealed);
  const late = door.clock.sleep(Math.max(shortestBuyMs, untilMs - door.clock.now()), { signal: waited.signal }).then(
    () => undefined,
    () => undefined,
  );
  const first = await Promise.race([bought, late]).finally(() => waited.abort());
  if (first?.kind === 'refused') throw new ToolProblem(first.code, first.message, first.next);
  if (first) return first.jobId;
  // It goes on, and its failures are told by the job.
  bought.catch(() => undefined);
  const found = await jobOf(door, sealed.id);
  return found ? answerOf(door, found, call) : { output: notRecordedYet(door, sealed.id) };
}

function notRecordedYet({ simulated, clock }: Door, quoteId: string) {
  return {
    jobId: null,
    status: 'running' as const,
    step: 'planned',
    simulated,
    model: null,
    path: null,
    files: [],
    quotedHighUsd: null,
    billedUsd: null,
    reason: null,
    elapsedSeconds: null,
    expectedSeconds: null,
    nextLookAt: isoOf(clock.now() + 1000),
    createdAt: null,
    warnings: [],
    next: `Call generate_video again with quoteId ${quoteId}: it never buys twice.`,
  };
}
