import type { Hono } from 'hono';
import { openedAtFirstUse } from '../../first-use.ts';
import type { Door } from '../../mcp/door.ts';
import { ToolProblem } from '../../mcp/tool.ts';
import { identify } from '../guards/identify.ts';
import { readJsonBody } from '../guards/read-body.ts';
import type { Metrics } from '../metrics.ts';
import { bodyProblem, identityProblem, renderProblem } from '../own-api/errors.ts';
import { type GatewayContext, type GatewayEnvironment, originOf, type RoutesContext } from '../routes-context.ts';
import { gatewayDoorJobs } from './door-jobs.ts';

/** `/mcp`: the agents' door behind the gateway's keys. It is loaded when the first agent comes. */
export function mcpRoutes(
  app: Hono<GatewayEnvironment>,
  context: RoutesContext,
  metrics: Metrics,
): { close(): Promise<void> } {
  const { options, limits } = context;
  const httpDoor = openedAtFirstUse(async () => {
    const { createHttpDoor } = await import('../../mcp/http.ts');
    return createHttpDoor({ now: () => options.clock.now(), newSessionId: () => options.newToken(24) });
  });

  app.use(
    '/mcp',
    identify(context, (c, why) => renderProblem(c, identityProblem(why))),
  );
  app.on(['POST', 'GET', 'DELETE'], '/mcp', async (c) => {
    let body: unknown;
    if (c.req.method === 'POST') {
      const read = await readJsonBody(c.req.raw, {
        maxBytes: limits.maxBodyBytes,
        takeBytes: c.get('share').takeBytes,
      });
      if ('problem' in read) return renderProblem(c, bodyProblem(read.problem));
      body = read.value;
    }
    return (await httpDoor.use()).fetch(c.req.raw, { door: await doorFor(c, context, metrics), body });
  });

  return { close: httpDoor.close };
}

/** The door as one caller has it. */
async function doorFor(c: GatewayContext, context: RoutesContext, metrics: Metrics): Promise<Door> {
  const { options } = context;
  const { client, jobs, clock, caps, lookAtPictures } = options.parts;
  const { owner, seesAll, models } = c.get('caller');
  const origin = originOf(c, context);
  return {
    parts: {
      client,
      jobs,
      clock,
      caps,
      lookAtPictures,
      choice: choiceInTurn(context, owner),
      ledger: async () => options.ledger,
    },
    jobs: gatewayDoorJobs(context, metrics, c.get('caller')),
    caller: { owner, seesAll, ...(models !== undefined && { models }) },
    clock: options.clock,
    newToken: (bytes) => options.newToken(bytes).replaceAll(/[-_]/g, 'x'),
    version: options.version,
    simulated: options.upstream.simulated,
    serviceName: options.upstream.origin,
    showsPaths: options.mode === 'local',
    readsFiles: false,
    asksBeforeSpending: !(options.agentsBuyUnasked && (await isBounded(c, context))),
    contentUrl: (jobId, index) =>
      `${origin}/v1/jobs/${encodeURIComponent(jobId)}/content${index === 0 ? '' : `?index=${index}`}`,
    ...(options.defaultProfile !== undefined && { defaultProfile: options.defaultProfile }),
  };
}

/** Whether a limit holds for what the caller spends in all, or on a day. */
async function isBounded(c: GatewayContext, { options }: RoutesContext): Promise<boolean> {
  const { owner, budgetUsd, dailyUsd } = c.get('caller');
  const { perDayUsd, perMonthUsd } = await options.parts.caps();
  const limits = owner === '' ? [perDayUsd, perMonthUsd] : [budgetUsd, dailyUsd];
  return limits.some((limitUsd) => limitUsd !== undefined);
}

/** Choosing is work for the processor: each key has its turns. */
function choiceInTurn({ options, choiceTurns }: RoutesContext, owner: string): Door['parts']['choice'] {
  const { choice } = options.parts;
  const inTurn = <Answer>(choose: () => Promise<Answer>): Promise<Answer> => {
    const answer = choiceTurns.take(owner, choose);
    if (answer) return answer;
    throw new ToolProblem(
      'key_share_used',
      'This key has too many selections, quotes and previews waiting. Nothing was bought.',
      'Wait until some of them are answered, then call again.',
    );
  };
  return {
    ...choice,
    select: (brief) => inTurn(() => choice.select(brief)),
    quotes: (brief) => inTurn(() => choice.quotes(brief)),
    plan: (brief, planOptions) => inTurn(() => choice.plan(brief, planOptions)),
  };
}
