import { z } from 'zod';
import { countJobs, type JobCount, jobCountText } from '../../jobs/count-jobs.ts';
import { stateGroups } from '../../jobs/status-filter.ts';
import { type Door, saidBy, whose } from '../door.ts';
import { jobAnswer, jobView } from '../job-view.ts';
import { ownJob } from '../own-job.ts';
import { jobFields, jobIdField, waitSecondsField } from '../schemas/job.ts';
import { modelId, next, usd } from '../schemas/values.ts';
import { type Call, defineTool, ToolProblem } from '../tool.ts';
import { waitForJob } from '../wait-for-job.ts';

export const getJob = defineTool({
  name: 'get_job',
  title: 'Look at a job',
  description:
    'Returns the status of a job, with the path of its verified file, its bill, any warnings and the next step. With waitSeconds it answers as soon as the job ends, and reports progress until then. Buys nothing.',
  annotations: { readOnlyHint: true, openWorldHint: true },
  page: 'ui://shotcaller/player.html',
  input: z.strictObject({
    jobId: jobIdField,
    waitSeconds: waitSecondsField(
      'How many seconds to wait for the job to end, at most 45. Default 0: answer at once.',
    ),
  }),
  output: z.object(jobFields),
  async run(door, { jobId, waitSeconds = 0 }, call) {
    await door.jobs.takeUp();
    const { job } = await ownJob(door, jobId);
    return answerAfter(door, job.id, { waitSeconds, call });
  },
});

export const listJobs = defineTool({
  name: 'list_jobs',
  title: 'List jobs',
  description:
    'Lists jobs with status, path and bill, newest first. After a lost answer, look here before you order anything again. Buys nothing.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: z.strictObject({
    status: z
      .enum(['open', 'ended'])
      .exactOptional()
      .describe('open: jobs that can still change. ended: jobs that cannot. Default: both.'),
    most: z.number().int().min(1).max(100).exactOptional().describe('How many jobs to list. Default 20.'),
    after: z.string().max(512).exactOptional().describe('The nextPage of the previous answer.'),
  }),
  output: z.object({
    jobs: z.array(
      z.object({
        jobId: z.string(),
        status: jobFields.status,
        model: modelId.nullable(),
        prompt: z.string().nullable().describe('The first 200 characters of the prompt.'),
        path: jobFields.path,
        quotedHighUsd: usd.nullable(),
        billedUsd: usd.nullable(),
        createdAt: z.string().nullable(),
        next,
      }),
    ),
    nextPage: z.string().nullable(),
    next,
  }),
  async run(door, { status, most = 20, after }) {
    await door.jobs.takeUp();
    if (after !== undefined) await ownJob(door, after);
    const ledger = await door.parts.ledger();
    const page = await ledger.jobs({
      ...whose(door),
      limit: most,
      ...(status !== undefined && { states: stateGroups[status] }),
      ...(after !== undefined && { after }),
    });
    const jobs = page.jobs.map((found) => {
      const view = jobView(door, found);
      const { prompt } = found.job.brief.requirements;
      const { status: shown, model, path, quotedHighUsd, billedUsd, createdAt, next: step } = view;
      return {
        jobId: found.job.id,
        status: shown,
        model,
        prompt: prompt?.slice(0, 200) ?? null,
        path,
        quotedHighUsd,
        billedUsd,
        createdAt,
        next: step,
      };
    });
    return {
      output: {
        jobs,
        nextPage: page.next,
        next:
          jobs.length === 0
            ? noJobsText(status, await countJobs(ledger, whose(door)))
            : 'For the details of a job, call get_job.',
      },
    };
  },
});

/** What was left out of an empty list is said: it must not be taken for a ledger without jobs. */
function noJobsText(status: string | undefined, all: JobCount): string {
  if (all.jobs === 0) return 'There are no jobs yet. To make a clip, start with quote.';
  const left = status === undefined ? 'There are no further jobs.' : `No job is ${status}.`;
  return `${left} In all ${jobCountText(all)}: call list_jobs without status and after to see all.`;
}

export const resumeJob = defineTool({
  name: 'resume_job',
  title: 'Continue a job',
  description:
    'Continues a job that is no longer watched, whose clip was not downloaded, or whose outcome is unknown. For an unknown outcome, pass the id that the user found at openrouter.ai/activity as remoteId. It never submits again. If nothing was ever sent, the reserved money is released.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: z.strictObject({
    jobId: jobIdField,
    remoteId: z
      .string()
      .min(1)
      .max(512)
      .exactOptional()
      .describe('OpenRouter’s id of the job as the user found it. It is checked against model and time.'),
    waitSeconds: waitSecondsField('How many seconds to wait for the job to end, at most 45. Default 30.'),
  }),
  output: z.object(jobFields),
  async run(door, { jobId, remoteId, waitSeconds = 30 }, call) {
    const { job } = await ownJob(door, jobId);
    const { seesAll, owner } = door.caller;
    if (remoteId !== undefined) {
      const found = { remoteId, saidBy: saidBy(door.caller), ...(!seesAll && { seesOnly: owner }) };
      await door.jobs.adopt(jobId, found);
    }
    door.jobs.watch(job.id);
    return answerAfter(door, job.id, { waitSeconds, call });
  },
});

export const settleJob = defineTool({
  name: 'settle_job',
  title: 'Settle a job with an unknown outcome',
  description:
    'Closes a job whose outcome or bill is unknown, with what the user found at openrouter.ai/activity: it was not bought, or it was billed a certain amount. Call it only when the user has told you so; never guess. It releases or books the reserved money, so on a server with client keys it needs an admin key. It buys nothing and cancels nothing.',
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  input: z.strictObject({
    jobId: jobIdField,
    notBought: z.literal(true).exactOptional().describe('true: the activity of the account does not list the job.'),
    billedUsd: z
      .string()
      .max(24)
      .exactOptional()
      .describe('What the job cost according to the activity of the account, for example "0.40".'),
  }),
  output: z.object(jobFields),
  async run(door, { jobId, notBought, billedUsd }, call) {
    const { job } = await ownJob(door, jobId);
    if (!door.caller.seesAll) {
      throw new ToolProblem(
        'settled_by_admins',
        'Only an admin key of this server can settle a job: what is settled leaves the budget. Nothing was changed.',
        'Ask the user to have whoever runs the server settle it, or, if openrouter.ai/activity lists the job, call resume_job with its id as remoteId.',
      );
    }
    if ((notBought === undefined) === (billedUsd === undefined)) {
      throw new ToolProblem(
        'settlement_unclear',
        'Pass either notBought: true or billedUsd. Nothing was changed.',
        'Ask the user what openrouter.ai/activity shows.',
      );
    }
    const settlement = billedUsd === undefined ? ({ notBought: true } as const) : { billedUsd };
    await door.jobs.settle(jobId, { ...settlement, saidBy: saidBy(door.caller) });
    return answerAfter(door, job.id, { waitSeconds: 0, call });
  },
});

async function answerAfter(
  door: Door,
  jobId: string,
  { waitSeconds, call }: { readonly waitSeconds: number; readonly call: Call },
) {
  const untilMs = door.clock.now() + waitSeconds * 1000;
  const found = await waitForJob(door, jobId, { untilMs, call });
  if (!found)
    throw new ToolProblem('job_unknown', `The ledger no longer has job ${jobId}.`, 'Call list_jobs to see your jobs.');
  return jobAnswer(door, found);
}
