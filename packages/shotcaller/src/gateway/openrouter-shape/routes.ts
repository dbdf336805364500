import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { sendContent } from '../content/send-content.ts';
import { type Door, type GatewayContext, type GatewayEnvironment, originOf, unknownMayRecover } from '../door.ts';
import { type Identified, identify } from '../guards/identify.ts';
import { maySee } from '../keys/caller.ts';
import type { Metrics } from '../metrics.ts';
import { type Snapshot, wordOf } from '../orders/snapshot.ts';
import { envelope, type WireAnswer } from './errors.ts';
import { choiceHeaders, jobBody } from './job-body.ts';
import { modelsBody } from './models-body.ts';
import { createSubmit } from './submit.ts';

/** OpenRouter's video API as its clients know it, under `/api/v1/videos`. */
export function openrouterRoutes(door: Door, metrics: Metrics): Hono<GatewayEnvironment> {
  const { options, desk } = door;
  const app = new Hono<GatewayEnvironment>();
  const guard = identify(options, (c, why) => answer(c, refused(why)));
  const submit = createSubmit(door, metrics);

  // The service asks for no key here; neither does this server for what is public.
  app.get('/models', options.mode === 'local' ? guard : (_c, next) => next(), async (c) => {
    const key = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const caller = key === undefined ? undefined : await options.keys?.find(key);
    return c.json(modelsBody(await door.ground.catalog(), caller?.models));
  });

  app.use('*', guard);
  app.post('/', async (c) => answer(c, await submit(c)));

  app.get('/:id', async (c) => {
    const found = await own(c, c.req.param('id'));
    if ('status' in found) return answer(c, found);
    wake(found);
    const body = jobBody(found, { origin: originOf(c, door), unknownMayRecover: unknownMayRecover(door, found) });
    return answer(c, { status: 200, body, headers: choiceHeaders(found) });
  });

  app.get('/:id/content', async (c) => {
    const found = await own(c, c.req.param('id'));
    if ('status' in found) return answer(c, found);
    const index = c.req.query('index');
    if (index !== undefined && !/^\d{1,9}$/.test(index))
      return answer(c, envelope(400, 'index must be a whole number'));
    const word = wordOf(found, unknownMayRecover(door, found));
    if (word === 'completed' && Number(index ?? 0) > 0) {
      return answer(c, envelope(400, `Video index ${Number(index)} out of range (1 videos available)`));
    }
    const sent = await sendContent(door, c.req.raw, found);
    if (sent instanceof Response) return sent;
    switch (sent.kind) {
      case 'not_completed':
        return answer(c, envelope(409, `Job ${found.order.id} is not completed (status: ${word})`));
      case 'gone':
        return answer(c, envelope(410, 'Video content is no longer available'));
      case 'unavailable':
        return answer(c, envelope(502, 'The video service did not hand out the file'));
      default:
        return sent satisfies never;
    }
  });

  app.all('*', (c) => answer(c, envelope(404, 'Not Found')));

  /** The order, if it is the caller's. Somebody else's is answered like one that does not exist. */
  async function own(c: GatewayContext, id: string): Promise<Snapshot | WireAnswer> {
    const snapshot = id.length <= 512 ? await desk.find(id) : undefined;
    if (!snapshot || !maySee(c.get('caller'), snapshot.record?.owner)) {
      return envelope(404, `Job ${id.slice(0, 100)} not found`);
    }
    c.set('jobId', snapshot.order.id);
    return snapshot;
  }

  /** Somebody asks for a job that nobody watches any more: it is watched again. */
  function wake(snapshot: Snapshot): void {
    const sleeps = snapshot.jobs.some(({ state, completedAt }) => state === 'gave_up_watching' && completedAt === null);
    if (sleeps) void desk.watch(snapshot.order.id, 600);
  }

  return app;
}

export function answer(c: GatewayContext, { status, body, headers = {} }: WireAnswer): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return c.json(body, status as ContentfulStatusCode);
}

export function refused(why: Identified): WireAnswer {
  switch (why) {
    case 'no_key':
      return envelope(401, 'No cookie auth credentials found');
    case 'bad_key':
      return envelope(401, 'User not found.');
    default:
      return envelope(403, 'This server answers its own machine and its own pages only.', { error_type: why });
  }
}
