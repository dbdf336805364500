import type { Hono } from 'hono';
import { withoutData } from '../../files/without-data.ts';
import { type AttemptState, isTerminal, terminalStates, unfinishedStates } from '../../jobs/job.ts';
import { speakerOf } from '../../jobs/job-result.ts';
import type { DetachAnswer, Job, JobsAnswer } from '../api.types.ts';
import { sendContent } from '../content/send-content.ts';
import { sendFile } from '../content/send-file.ts';
import type { EventHub } from '../events/hub.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import { maySee } from '../keys/caller.ts';
import type { Metrics } from '../metrics.ts';
import {
  type GatewayContext,
  type GatewayEnvironment,
  type RoutesContext,
  unknownMayRecover,
} from '../routes-context.ts';
import { ApiProblem, notFound, readBody, readQuery } from './errors.ts';
import { eventViews, jobView } from './job-view.ts';
import { createOrderJob } from './order-job.ts';
import { jobsQuerySchema, resumeSchema, runSchema } from './schemas.ts';

/** `/v1/jobs`: buying, looking, going on, letting go, fetching. */
export function jobRoutes(
  app: Hono<GatewayEnvironment>,
  context: RoutesContext,
  hub: EventHub,
  metrics: Metrics,
): void {
  const { options, jobs, limits } = context;
  const order = createOrderJob(context, metrics);

  app.post('/jobs', async (c) => {
    const { snapshot, repeated } = await order(c, await readBody(c, runSchema, limits.maxBodyBytes));
    return c.json(view(snapshot), repeated ? 200 : 202, repeated ? { 'X-Shotcaller-Repeated': 'true' } : {});
  });

  app.get('/jobs', async (c) => c.json(await list(c)));

  app.get('/jobs/:id', async (c) => {
    const snapshot = await own(c);
    const { id } = snapshot.job;
    const [job, events] = [await options.ledger.job(id), await options.ledger.events({ jobId: id })];
    const answer: Job = {
      ...view(snapshot),
      requirements: withoutData(job?.brief.requirements),
      events: eventViews(events),
    };
    return c.json(answer);
  });

  app.post('/jobs/:id/resume', async (c) => {
    const snapshot = await own(c);
    const hasBody = c.req.header('content-type') !== undefined;
    const { watchSeconds } = hasBody ? await readBody(c, resumeSchema, 10_000) : {};
    jobs.watch(snapshot.job.id, watchSeconds);
    return c.json(view((await jobs.find(snapshot.job.id)) ?? snapshot), 202);
  });

  app.post('/jobs/:id/detach', async (c) => {
    const { job } = await own(c);
    await jobs.letGo(job.id);
    const snapshot = (await jobs.find(job.id))!;
    const answer: DetachAnswer = {
      job: view(snapshot),
      cancelled: false,
      message: speakerOf(snapshot.attempts).remoteId
        ? 'Nobody watches it here any more. The service has no way to cancel: the clip is made and the bill may come. Resume to fetch it.'
        : 'Nobody watches it here any more.',
    };
    return c.json(answer);
  });

  app.get('/jobs/:id/content', async (c) => {
    const snapshot = await own(c);
    const sent = await sendContent(context, c.req.raw, snapshot);
    if (sent instanceof Response) return sent;
    throw {
      not_completed: new ApiProblem(409, { code: 'not_completed', message: 'The clip is not finished.' }),
      gone: new ApiProblem(410, {
        code: 'content_gone',
        message: 'The service no longer has the clip, and it was not fetched in time.',
      }),
      unavailable: new ApiProblem(502, {
        code: 'content_unavailable',
        message: 'The service did not hand out the clip.',
      }),
    }[sent.kind];
  });

  app.get('/jobs/:id/sidecar', async (c) => {
    const snapshot = await own(c);
    const { file } = speakerOf(snapshot.attempts);
    const path = file && `${file.path}.json`;
    const sent =
      path &&
      (await sendFile(c.req.raw, {
        path,
        sha256: `sidecar-${file.sha256}`,
        name: 'sidecar.json',
        type: 'application/json',
      }));
    if (!sent) throw notFound('A sidecar of this job');
    return sent;
  });

  function view(snapshot: JobSnapshot): Job {
    return jobView(snapshot, {
      nowMs: options.parts.clock.now(),
      unknownMayRecover: unknownMayRecover(context, snapshot),
      showsPaths: options.mode === 'local',
      ...hub.latest(snapshot.job.id),
    });
  }

  /** The job, if it is the caller's. Somebody else's is answered like one that does not exist. */
  async function own(c: GatewayContext): Promise<JobSnapshot> {
    const id = c.req.param('id') ?? '';
    const snapshot = id.length <= 512 ? await jobs.find(id) : undefined;
    if (!snapshot || !maySee(c.get('caller'), snapshot.job.owner)) throw notFound('That job');
    c.set('jobId', snapshot.job.id);
    return snapshot;
  }

  async function list(c: GatewayContext): Promise<JobsAnswer> {
    const { status, model, since, limit, cursor } = readQuery(c, jobsQuerySchema);
    const caller = c.get('caller');
    const last = cursor === undefined ? undefined : await jobs.find(cursor);
    if (cursor !== undefined && !(last && maySee(caller, last.job.owner))) {
      throw new ApiProblem(400, {
        code: 'cursor_unknown',
        message: 'There is no such cursor. Give nextCursor as it was answered, or none for the first page.',
      });
    }
    const page = await options.ledger.jobs({
      service: options.parts.client.origin,
      limit,
      ...(!caller.seesAll && { owner: caller.owner }),
      ...(status !== undefined && { states: statesOf(status) }),
      ...(since !== undefined && { since }),
      ...(model !== undefined && { model }),
      ...(cursor !== undefined && { after: cursor }),
    });
    return { jobs: page.jobs.map(view), nextCursor: page.next };
  }
}

function statesOf(text: string): readonly AttemptState[] {
  return text.split(',').flatMap((word): readonly AttemptState[] => {
    if (word === 'open') return unfinishedStates;
    if (word === 'ended') return terminalStates;
    const state = word as AttemptState;
    if ((unfinishedStates as readonly string[]).includes(word) || isTerminal(state)) return [state];
    throw new ApiProblem(400, { code: 'status_unknown', message: `There is no status ${word.slice(0, 40)}.` });
  });
}
