import {
  modelNamed,
  type RequestBody,
  type RequestFormat,
  renderRequest,
  requestFormats,
  validateRequest,
} from '@shotcaller/core';
import type { Hono } from 'hono';
import type { PreviewAnswer, QuoteAnswer, SelectAnswer } from '../api.types.ts';
import type { GatewayEnvironment, RoutesContext } from '../routes-context.ts';
import { briefOf } from './brief-of.ts';
import { ApiProblem, readBody } from './errors.ts';
import { previewSchema, quoteSchema, selectSchema } from './schemas.ts';

/** `select`, `quote` and `preview`: answers that cost nothing. */
export function choiceRoutes(app: Hono<GatewayEnvironment>, context: RoutesContext): void {
  const { limits, options } = context;
  const { choice } = options.parts;

  app.post('/select', async (c) => {
    const input = await readBody(c, selectSchema, limits.maxBodyBytes);
    const answer: SelectAnswer = await choice.select(briefOf(input, context, c.get('caller')));
    return c.json(answer);
  });

  app.post('/quote', async (c) => {
    const { model, ...input } = await readBody(c, quoteSchema, limits.maxBodyBytes);
    const answer: QuoteAnswer = { quotes: await choice.quotes(briefOf(input, context, c.get('caller'), model)) };
    return c.json(answer);
  });

  app.post('/preview', async (c) => {
    const { model: named, formats = requestFormats, ...input } = await readBody(c, previewSchema, limits.maxBodyBytes);
    const brief = briefOf(input, context, c.get('caller'), named);
    const plan = await choice.plan(brief);
    if (plan.kind === 'no_plan') {
      throw new ApiProblem(422, {
        code: 'no_eligible_model',
        message: 'No model fits these requirements.',
        selection: plan.selection,
      });
    }
    const model = modelNamed((await choice.ground()).catalog, plan.model);
    const baseUrl = `${options.upstream.origin}/api/v1`;
    // Without a body of the caller's own it is the one that core has built.
    const body = plan.body as unknown as RequestBody;
    const answer: PreviewAnswer = {
      model: plan.model,
      price: plan.price,
      body,
      formats: Object.fromEntries(
        formats.map((format: RequestFormat) => [format, renderRequest(body, format, { baseUrl })]),
      ),
      findings: validateRequest(model, brief.requirements, body),
    };
    return c.json(answer);
  });
}
