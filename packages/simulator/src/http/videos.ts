import { z } from 'zod';
import type { ClipMaker } from '../clips/clip-maker.ts';
import { parseScenarios } from '../faults/parse.ts';
import { type Job, statusAt } from '../job.ts';
import { isRefusal } from '../plan.ts';
import { pollBody, pollingUrl } from '../poll-body.ts';
import { refuse } from '../refusal.ts';
import { decideSubmit, type SubmitContext, scenarioRefusal, splitModelSuffix } from '../submit.ts';
import { errorAnswer, htmlAnswer, json, zodAnswer } from './answers.ts';
import { readJson } from './body.ts';
import { enact } from './breakage.ts';
import { fileAnswer } from './file.ts';

export interface VideosContext extends SubmitContext {
  readonly maxBodyBytes: number;
  readonly clips: ClipMaker;
  /** The picture says which model made it. */
  readonly modelInClips: boolean;
  readonly pollCounts: Map<string, number>;
}

/** `GET /videos/models`. */
export function listModels({ simulation }: VideosContext): Response {
  return json(200, { data: simulation.models(true) });
}

/** `POST /videos`. A fault before acceptance leaves no job; one after it leaves a job that will be billed. */
export async function submit(context: VideosContext, request: Request, headerScenario: string): Promise<Response> {
  const { simulation } = context;
  const read = await readJson(request, context.maxBodyBytes);
  if (isRefusal(read)) return errorAnswer(read);
  const { body, scenario: suffix } = splitModelSuffix(read.value);
  const scenario = [headerScenario, suffix].filter(Boolean).join(',');
  const unknown = scenarioRefusal(scenario);
  if (unknown) return errorAnswer(unknown);

  const faults = [...simulation.faults(), ...parseScenarios(scenario)];
  const subject = `submit ${JSON.stringify(body)}`.slice(0, 2000);
  const refused = simulation.strikes.strike(faults, 'refuse', subject);
  if (refused) {
    const answer = await enact(refused.breakage, simulation, request.signal);
    if (answer) return answer;
  }

  const result = decideSubmit(context, body, scenario, new URL(request.url).origin);
  if (result.kind === 'refused') return errorAnswer(result.refusal);
  if (result.kind === 'invalid') {
    const envelope = simulation.strikes
      .standing(faults, 'validation', subject)
      .some(({ bend }) => bend === 'envelope-only');
    return envelope ? errorAnswer(refuse(400, firstIssue(result.error))) : zodAnswer(result.error);
  }
  await simulation.begin(result.job);

  const slow = simulation.strikes.strike(faults, 'lose', subject, ({ breakage }) => breakage.how === 'slow');
  if (slow) await enact(slow.breakage, simulation, request.signal);
  const lost = simulation.strikes.strike(faults, 'lose', subject, ({ breakage }) => breakage.how !== 'slow');
  const broken = lost && (await enact(lost.breakage, simulation, request.signal));
  if (broken) return broken;
  return json(202, submitBody(context, result.job, new URL(request.url).origin));
}

/** `GET /videos/{jobId}`. */
export async function poll(
  context: VideosContext,
  request: Request,
  jobId: string,
  scenario: string,
): Promise<Response> {
  const { simulation } = context;
  const found = simulation.store.jobs.get(jobId);
  if (!found) return errorAnswer(refuse(404, `Job ${jobId} not found`));
  const job = simulation.settle(found);
  const faults = [...simulation.faultsOf(job), ...parseScenarios(scenario)];
  const broken = simulation.strikes.strike(faults, 'poll', job.id);
  const answer = broken && (await enact(broken.breakage, simulation, request.signal));
  if (answer) return answer;

  // Before it is settled: what is shown as completed has its bill.
  const nowMs = simulation.clock.now();
  const current = simulation.settle(job);
  const polls = context.pollCounts.get(job.id) ?? 0;
  context.pollCounts.set(job.id, polls + 1);
  return json(
    200,
    pollBody(current, {
      origin: new URL(request.url).origin,
      nowMs,
      polledBefore: polls > 0,
      bends: simulation.strikes.standing(faults, 'body', job.id).map(({ bend }) => bend),
    }),
  );
}

const indexSchema = z.object({ index: z.coerce.number().int().min(0) });

/** `GET /videos/{jobId}/content?index=0`. `Range` is ignored, as on the real service. */
export async function content(
  context: VideosContext,
  request: Request,
  jobId: string,
  scenario: string,
): Promise<Response> {
  const { simulation } = context;
  const found = simulation.store.jobs.get(jobId);
  if (!found) return errorAnswer(refuse(404, `Job ${jobId} not found`));
  const job = simulation.settle(found);
  const text = new URL(request.url).searchParams.get('index');
  const index = indexSchema.safeParse({
    index: text === null || text === 'null' ? 0 : text === '' ? Number.NaN : text,
  });
  if (!index.success) return zodAnswer(index.error);
  // 409 is in the SDK of 2026-09; the text, and 409 for jobs that will never have a file, are ours.
  const status = statusAt(job, simulation.clock.now());
  if (status !== 'completed') return errorAnswer(refuse(409, `Job ${job.id} is not completed (status: ${status})`));
  if (index.data.index > 0) {
    return errorAnswer(refuse(400, `Video index ${index.data.index} out of range (1 videos available)`));
  }
  const faults = [...simulation.faultsOf(job), ...parseScenarios(scenario)];
  const sinceMs = simulation.clock.now() - job.endsAtMs;
  const broken = simulation.strikes.strike(
    faults,
    'content',
    job.id,
    ({ afterSeconds = 0 }) => sinceMs >= (afterSeconds * 1000) / simulation.speed,
  );
  const answer = broken && (await enact(broken.breakage, simulation, request.signal));
  return answer ?? fileAnswer(context, request, job, faults);
}

/** The file under its foreign address: no key wanted, and a key that comes all the same is put on record. */
export async function storage(context: VideosContext, request: Request, jobId: string): Promise<Response> {
  const found = context.simulation.store.jobs.get(jobId);
  if (!found || statusAt(context.simulation.settle(found), context.simulation.clock.now()) !== 'completed') {
    return htmlAnswer(404);
  }
  return fileAnswer(context, request, found, []);
}

function submitBody(context: VideosContext, job: Job, origin: string) {
  const bends = context.simulation.strikes.standing(context.simulation.faultsOf(job), 'body', job.id);
  const relative = bends.some(({ bend }) => bend === 'relative-urls');
  return { id: job.id, polling_url: pollingUrl(job, relative ? '' : origin), status: 'pending' };
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : 'Invalid request parameters';
}
