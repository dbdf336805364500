import { Hono } from 'hono';
import type { ManualClock } from '../clock.ts';
import { scenarios } from '../faults/scenarios.ts';
import { statusAt } from '../job.ts';
import { isRefusal } from '../plan.ts';
import { refuse } from '../refusal.ts';
import { errorAnswer, json } from './answers.ts';
import type { AppContext } from './app.ts';
import { readJson } from './body.ts';

/** What a test may look at and turn, outside /api/v1. No key needed: the server is for one machine only. */
export function inspectionRoutes(context: AppContext): Hono {
  const { simulation } = context;
  return new Hono()
    .use(async (_c, next) => {
      simulation.settleDue();
      await next();
    })
    .get('/', () => json(200, overview(context)))
    .get('/jobs', () => json(200, { data: jobsOf(context) }))
    .get('/bills', () =>
      json(200, { data: [...simulation.store.bills.values()].map(withIsoTime('bookedAtMs', 'bookedAt')) }),
    )
    .get('/chats', () => json(200, { data: simulation.store.chats.map(withIsoTime('bookedAtMs', 'bookedAt')) }))
    .get('/deliveries', () =>
      json(200, { data: simulation.store.deliveries.map(withIsoTime('attemptedAtMs', 'attemptedAt')) }),
    )
    .get('/requests', () => json(200, { data: context.requests.map(withIsoTime('atMs', 'at')) }))
    .get('/scenarios', () =>
      json(200, {
        data: Object.entries(scenarios).map(([name, { explains }]) => ({ name, explains })),
        standing: simulation.faults().map(({ name }) => name),
      }),
    )
    .post('/reset', () => {
      simulation.reset();
      context.requests.length = 0;
      context.pollCounts.clear();
      return json(200, overview(context));
    })
    .on(['POST', 'PUT'], '/scenario', (c) => setScenario(context, c.req.raw))
    .post('/advance', (c) => advance(context, c.req.raw));
}

function overview({ simulation, clips }: AppContext) {
  return {
    simulator: true,
    now: new Date(simulation.clock.now()).toISOString(),
    jobs: simulation.store.jobs.size,
    bills: simulation.store.bills.size,
    deliveries: simulation.store.deliveries.length,
    clipsMade: clips.made,
    account: simulation.account.summary(),
    scenarios: simulation.faults().map(({ name }) => name),
  };
}

function jobsOf({ simulation }: AppContext) {
  return [...simulation.store.jobs.values()].map((job) => ({
    id: job.id,
    model: job.model,
    status: statusAt(job, simulation.clock.now()),
    submittedAt: new Date(job.submittedAtMs).toISOString(),
    endsAt: new Date(job.endsAtMs).toISOString(),
    request: shortened(job.request),
    plan: job.plan,
    seed: job.seed,
    estimatedUsd: job.estimatedUsd ?? null,
    billedUsd: job.billedUsd ?? null,
    scenario: job.scenario,
  }));
}

/** Long texts (pictures in data: URLs) are cut: the list is for reading. */
function shortened(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) =>
      typeof part === 'string' && part.length > 500 ? `${part.slice(0, 80)}… (${part.length} characters)` : part,
    ),
  );
}

function withIsoTime<Name extends string>(from: Name, to: string) {
  return (record: { readonly [Key in Name]: number }) => {
    const { [from]: timeMs, ...rest } = record;
    return { ...rest, [to]: new Date(timeMs as number).toISOString() };
  };
}

async function setScenario(context: AppContext, request: Request): Promise<Response> {
  const text = await textField(request, 'scenario');
  if (typeof text !== 'string') return text;
  context.simulation.setScenario(text);
  return json(200, overview(context));
}

async function advance(context: AppContext, request: Request): Promise<Response> {
  const read = await readJson(request, 10_000);
  const body = isRefusal(read) ? undefined : read.value;
  const seconds = body !== null && typeof body === 'object' && 'seconds' in body ? body.seconds : undefined;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= 1e8)) {
    return errorAnswer(refuse(400, 'Send {"seconds": NUMBER} with a number from 0 to 100000000'));
  }
  const { clock } = context.simulation;
  if (!('advance' in clock))
    return errorAnswer(refuse(409, 'The clock is the machine’s; only a manual clock can be advanced'));
  await (clock as ManualClock).advance(seconds * 1000);
  return json(200, overview(context));
}

async function textField(request: Request, name: string): Promise<string | Response> {
  const read = await readJson(request, 100_000);
  if (isRefusal(read)) return errorAnswer(read);
  const value =
    read.value !== null && typeof read.value === 'object' ? (read.value as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : errorAnswer(refuse(400, `Send {"${name}": TEXT}`));
}
