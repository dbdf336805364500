import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { fileCount, sendContent } from '../content/send-content.ts';
import { withinDownloads } from '../guards/downloads.ts';
import { callerOfKey, identify, type Refused } from '../guards/identify.ts';
import { ownJob } from '../jobs/own-job.ts';
import { type JobSnapshot, wireStatusOf } from '../jobs/wire-status.ts';
import type { Metrics } from '../metrics.ts';
import {
  type GatewayContext,
  type GatewayEnvironment,
  originOf,
  type RoutesContext,
  unknownMayRecover,
} from '../routes-context.ts';
import { envelope, shareUsed, type WireAnswer } from './errors.ts';
import { choiceHeaders, jobBody } from './job-body.ts';
import { modelsBody } from './models-body.ts';
import { createSubmit } from './submit.ts';

/** OpenRouter's video API as its clients know it, under `/api/v1/videos`. */
export function openrouterRoutes(context: RoutesContext, metrics: Metrics): Hono<GatewayEnvironment> {
  const { options, jobs } = context;
  const app = new Hono<GatewayEnvironment>();
  const guard = identify(context, (c, why) => answer(c, refused(why)));
  const submit = createSubmit(context, metrics);

  // The service asks for no key here; neither does this server for what is public.
  app.get('/models', options.mode === 'local' ? guard : (_c, next) => next(), async (c) => {
    const caller = await callerOfKey(c, options.ledger);
    const { catalog } = await options.parts.choice.ground();
    return c.json(modelsBody(catalog, caller?.models));
  });

  app.use('*', guard);
  app.post('/', async (c) => answer(c, await submit(c)));

  app.get('/:id', async (c) => {
    const found = await own(c, c.req.param('id'));
    if ('status' in found) return answer(c, found);
    wake(found);
    const body = jobBody(found, { origin: originOf(c, context), unknownMayRecover: unknownMayRecover(context, found) });
    return answer(c, { status: 200, body, headers: choiceHeaders(found) });
  });

  app.get('/:id/content', async (c) => {
    const found = await own(c, c.req.param('id'));
    if ('status' in found) return answer(c, found);
    const index = c.req.query('index');
    if (index !== undefined && !/^\d{1,9}$/.test(index))
      return answer(c, envelope(400, 'index must be a whole number'));
    const status = wireStatusOf(found, unknownMayRecover(context, found));
    const videos = fileCount(found);
    if (status === 'completed' && Number(index ?? 0) >= videos) {
      return answer(c, envelope(400, `Video index ${Number(index)} out of range (${videos} videos available)`));
    }
    const sent = await withinDownloads(c, context, () => sendContent(c, context, found, { index: Number(index ?? 0) }));
    if (sent instanceof Response) return sent;
    if (sent === 'no_place_left') return answer(c, shareUsed('Too many downloads of this key are under way.'));
    switch (sent.kind) {
      case 'not_completed':
        return answer(c, envelope(409, `Job ${found.job.id} is not completed (status: ${status})`));
      case 'gone':
        return answer(c, envelope(410, 'Video content is no longer available'));
      case 'unavailable':
        return answer(c, envelope(502, 'The video service did not hand out the file'));
      default:
        return sent satisfies never;
    }
  });

  app.all('*', (c) => answer(c, envelope(404, 'Not Found')));

  async function own(c: GatewayContext, id: string): Promise<JobSnapshot | WireAnswer> {
    const found = await ownJob(c, context, id);
    return typeof found === 'object' ? found : envelope(404, found ?? `Job ${id.slice(0, 100)} not found`);
  }

  /** Somebody asks for a job that nobody watches any more: it is watched again. */
  function wake(snapshot: JobSnapshot): void {
    const sleeps = snapshot.attempts.some(({ state }) => state === 'gave_up_watching');
    if (sleeps) jobs.watch(snapshot.job.id, 600);
  }

  return app;
}

export function answer(c: GatewayContext, { status, body, headers = {} }: WireAnswer): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return c.json(body, status as ContentfulStatusCode);
}

const ownKeys =
  'This server takes its own client keys, which `shotcaller keys add NAME` makes, and no keys of OpenRouter.';

function refused(why: Refused): WireAnswer {
  switch (why) {
    case 'no_key':
      return envelope(401, `No cookie auth credentials found. ${ownKeys}`);
    case 'bad_key':
      return envelope(401, `User not found. ${ownKeys}`);
    case 'key_share_used':
      return shareUsed('Too many requests of this key are at work. Wait for some of them.');
    default:
      return envelope(403, 'This server answers its own machine and its own pages only.', { error_type: why });
  }
}
