import { type AttemptFile, fileOf, filesOf } from '../../files/job-file.ts';
import { readSidecar, sidecarText } from '../../files/sidecar.ts';
import { withoutData } from '../../files/without-data.ts';
import { isoOf } from '../../iso-time.ts';
import type { AttemptState } from '../../jobs/job.ts';
import { JobFailure } from '../../jobs/job-failure.ts';
import { decisiveAttempt, withSentAgain } from '../../jobs/job-result.ts';
import { sidecarOf } from '../../jobs/sidecar-of.ts';
import { readStatusFilter, stateNames } from '../../jobs/status-filter.ts';
import { withReplaced } from '../../jobs/with-replaced.ts';
import { sendText } from '../content/send-file.ts';
import { clipOf } from '../jobs/clip-of.ts';
import { ownJob } from '../jobs/own-job.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import { maySee } from '../keys/caller.ts';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import type { Job } from './addresses/job.ts';
import { jobAddresses } from './addresses/jobs.ts';
import { ApiProblem, notFound } from './errors.ts';
import { eventViews, jobView, viewOptionsOf } from './job-view.ts';
import { createOrderJob } from './order-job.ts';
import type { OwnApp, OwnParts } from './routes.ts';
import { sendClip } from './send-clip.ts';
import { serve } from './serve.ts';

/** Buying, looking, going on, letting go, fetching. */
export function jobRoutes(app: OwnApp, context: RoutesContext, { hub, metrics }: OwnParts): void {
  const { options, jobs } = context;
  const order = createOrderJob(context, metrics);

  serve(app, context, jobAddresses, {
    async 'POST /v1/jobs'(c, { headers, body: { key = headers['Idempotency-Key'], ...input } }) {
      const { snapshot, repeated } = await order(c, input, key);
      if (repeated) c.header('X-Shotcaller-Repeated', 'true');
      else c.status(202);
      return view(snapshot);
    },

    async 'GET /v1/jobs'(c, { query: { status, cursor, key, find, since, until, model, limit } }) {
      const caller = c.get('caller');
      const last = cursor === undefined ? undefined : await jobs.find(cursor);
      if (cursor !== undefined && !(last && maySee(caller, last.job.owner))) {
        throw new ApiProblem(400, {
          code: 'cursor_unknown',
          message:
            'This cursor does not exist. Send `nextCursor` of the previous page unchanged, or no cursor for the first page.',
        });
      }
      if (!caller.seesAll && key !== undefined && key !== caller.owner) return { jobs: [], nextCursor: null };
      const page = await options.ledger.jobs({
        service: options.parts.client.origin,
        limit,
        model,
        owner: caller.seesAll ? key : caller.owner,
        ...(since !== undefined && { since: instantOf(since) }),
        ...(until !== undefined && { before: momentAfter(until) }),
        ...(find !== undefined && {
          words: find
            .split(/\s+/)
            .filter((word) => word !== '')
            .slice(0, mostWords),
        }),
        ...(status !== undefined && { states: statesOf(status) }),
        ...(cursor !== undefined && { after: cursor }),
      });
      return {
        jobs: (await withReplaced(options.ledger, page.jobs, caller)).map(({ job, attempts }) =>
          view({ job, attempts, clip: clipOf(job.brief) }),
        ),
        nextCursor: page.next,
      };
    },

    async 'GET /v1/jobs/{id}'(c, { id }) {
      const [snapshot] = await withReplaced(options.ledger, [await own(c, id)], c.get('caller'));
      if (!snapshot) throw notFound('The job');
      const jobId = snapshot.job.id;
      const [job, events] = [await options.ledger.job(jobId), await options.ledger.events({ jobId })];
      return {
        ...withSentAgain(view(snapshot), events),
        requirements: withoutData(job?.brief.requirements),
        events: eventViews(events),
      };
    },

    async 'POST /v1/jobs/{id}/resume'(c, { id, body }) {
      const snapshot = await own(c, id);
      const { seesAll, owner } = c.get('caller');
      if (body?.remoteId !== undefined) {
        const found = { remoteId: body.remoteId, saidBy: saidBy(c), ...(!seesAll && { seesOnly: owner }) };
        await said(jobs.adopt(id, found));
      }
      jobs.watch(snapshot.job.id, body?.watchSeconds);
      return view((await jobs.find(snapshot.job.id)) ?? snapshot);
    },

    async 'POST /v1/jobs/{id}/settle'(c, { id, body }) {
      const { job } = await own(c, id);
      // What is settled leaves its budget, and the money is that of whoever runs this server.
      if (!c.get('caller').seesAll) throw settledByAdmins();
      await said(jobs.settle(id, { ...body, saidBy: saidBy(c) }));
      return view((await jobs.find(job.id))!);
    },

    async 'POST /v1/jobs/{id}/detach'(c, { id }) {
      const { job } = await own(c, id);
      await jobs.letGo(job.id);
      const snapshot = (await jobs.find(job.id))!;
      return {
        job: view(snapshot),
        cancelled: false as const,
        message: decisiveAttempt(snapshot.attempts).remoteId
          ? 'This server no longer watches the job. OpenRouter cannot cancel it: the clip is still made, and you may be billed. To fetch it, resume the job.'
          : 'This server no longer watches the job.',
      };
    },

    async 'GET /v1/jobs/{id}/content'(c, { id, query: { index, link } }) {
      const snapshot = await own(c, id);
      const url = link === undefined ? undefined : await storeLink(snapshot, index, link);
      return url === undefined ? sendClip(c, context, snapshot, { index }) : c.redirect(url, 302);
    },

    async 'GET /v1/jobs/{id}/sidecar'(c, { id }) {
      const snapshot = await own(c, id);
      const { file } = decisiveAttempt(snapshot.attempts);
      const text = file && (await sidecarOfFile(snapshot, file));
      if (!text) throw notFound('A sidecar of this job');
      const sha256 = `sidecar-${file.sha256}`;
      return sendText(c.req.raw, text, { sha256, name: 'sidecar.json', type: 'application/json' });
    },
  });

  function view(snapshot: JobSnapshot): Job {
    return jobView(snapshot, viewOptionsOf(context, hub, snapshot));
  }

  /** `undefined`: that file is in no store, or not there any more. */
  async function storeLink({ attempts }: JobSnapshot, index: number, seconds: number): Promise<string | undefined> {
    const { fileStore } = options;
    const file = fileOf(decisiveAttempt(attempts).file, index);
    if (!file || !fileStore?.holds(file.path)) return undefined;
    const found = await fileStore.stat(file.path).catch(() => undefined);
    return found?.bytes === file.bytes ? fileStore.link(file.path, seconds) : undefined;
  }

  /** Of a file in a store nothing lies beside it: the ledger has the same. */
  async function sidecarOfFile({ job: { id }, attempts }: JobSnapshot, file: AttemptFile): Promise<string | undefined> {
    if (!options.fileStore?.holds(file.path)) return readSidecar(file.path, { id, sha256: file.sha256 });
    const job = await options.ledger.job(id);
    const [first = file] = filesOf(file);
    return job?.options.sidecar ? sidecarText(sidecarOf(job, decisiveAttempt(attempts), first)) : undefined;
  }

  async function own(c: GatewayContext, id: string): Promise<JobSnapshot> {
    const found = await ownJob(c, context, id);
    if (found === undefined) throw notFound('That job');
    if (typeof found === 'string') throw new ApiProblem(404, { code: 'job_archived', message: found });
    return found;
  }
}

/** Who says what no answer of the service proves, as the events of a job name them. */
function saidBy(c: GatewayContext): string {
  const { owner } = c.get('caller');
  return owner === '' ? 'this server’s own user' : `${owner} (client key)`;
}

/** What is said of a job and does not fit it changes nothing. */
async function said(saying: Promise<void>): Promise<void> {
  await saying.catch((error: unknown) => {
    if (!(error instanceof JobFailure)) throw error;
    throw new ApiProblem(409, { code: error.code, message: error.message });
  });
}

function settledByAdmins(): ApiProblem {
  return new ApiProblem(403, {
    code: 'settled_by_admins',
    message:
      'Only a client key that was made with --admin can settle a job. Nothing was changed. If openrouter.ai/activity lists the job, resume it with its id as remoteId.',
  });
}

const mostWords = 8;

/** Text that sorts as the times of the ledger do. */
function instantOf(text: string): string {
  return isoOf(Date.parse(text));
}

/** What lies right behind a moment, or behind a whole day. */
function momentAfter(text: string): string {
  return isoOf(Date.parse(text) + (text.length === dateLength ? dayMs : 1));
}

const dateLength = '2026-11-28'.length;
const dayMs = 86_400_000;

function statesOf(text: string): readonly AttemptState[] {
  const filter = readStatusFilter(text);
  if ('states' in filter) return filter.states;
  throw new ApiProblem(400, {
    code: 'status_unknown',
    message: `There is no status ${filter.unknownWord.slice(0, 40)}. Use open, ended or a state of a job: ${stateNames.join(', ')}.`,
  });
}
