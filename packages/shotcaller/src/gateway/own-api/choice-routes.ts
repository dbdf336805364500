import {
  buildRequestBody,
  match,
  quote,
  type RequestFormat,
  renderRequest,
  requestFormats,
  select,
  validateRequest,
} from '@shotcaller/core';
import type { Hono } from 'hono';
import type { PlanningGround } from '../../choice/select-planner.ts';
import type { PreviewAnswer, QuoteAnswer, SelectAnswer } from '../api.types.ts';
import type { Door, GatewayEnvironment } from '../door.ts';
import { findModel } from '../openrouter-shape/plan.ts';
import { ApiProblem, readBody } from './errors.ts';
import { readQuestion } from './question.ts';
import { previewSchema, quoteSchema, selectSchema } from './schemas.ts';

/** `select`, `quote` and `preview`: answers that cost nothing. */
export function choiceRoutes(app: Hono<GatewayEnvironment>, door: Door): void {
  const { limits } = door;

  app.post('/select', async (c) => {
    const question = readQuestion(await readBody(c, selectSchema, limits.maxBodyBytes), door);
    const { catalog, evidence, now } = await door.ground.ground();
    const answer: SelectAnswer = select(catalog, question.requirements, { ...question.ranking, evidence, now });
    return c.json(answer);
  });

  app.post('/quote', async (c) => {
    const { model, ...input } = await readBody(c, quoteSchema, limits.maxBodyBytes);
    const { requirements } = readQuestion(input, door);
    const ground = await door.ground.ground();
    const models = model === undefined ? ground.catalog.models : [known(ground, model)];
    const answer: QuoteAnswer = {
      quotes: models.map((entry) => {
        const { verdict, reasons } = match(entry, requirements);
        return { model: entry.id, price: priceOf(ground, entry.id, requirements), verdict, reasons };
      }),
    };
    return c.json(answer);
  });

  app.post('/preview', async (c) => {
    const {
      model: named = 'auto',
      formats = requestFormats,
      ...input
    } = await readBody(c, previewSchema, limits.maxBodyBytes);
    const { requirements, ranking } = readQuestion(input, door);
    const ground = await door.ground.ground();
    const { catalog, evidence, now } = ground;
    const selection = named === 'auto' ? select(catalog, requirements, { ...ranking, evidence, now }) : undefined;
    if (selection && selection.pick === null) {
      throw new ApiProblem(422, { code: 'no_eligible_model', message: 'No model fits these requirements.', selection });
    }
    const model = known(ground, selection?.pick ?? named);
    const { generateAudio } = quote(model, requirements);
    const body = buildRequestBody(model, requirements, { generateAudio });
    const baseUrl = `${door.options.upstream.origin}/api/v1`;
    const answer: PreviewAnswer = {
      model: model.id,
      price: priceOf(ground, model.id, requirements),
      body,
      formats: Object.fromEntries(
        formats.map((format: RequestFormat) => [format, renderRequest(body, format, { baseUrl })]),
      ),
      findings: validateRequest(model, requirements, body),
    };
    return c.json(answer);
  });
}

function known({ catalog }: PlanningGround, name: string) {
  const model = findModel(catalog.models, name);
  if (model) return model;
  throw new ApiProblem(404, { code: 'model_unknown', message: `The catalogue has no model ${name.slice(0, 100)}.` });
}

function priceOf({ catalog, evidence }: PlanningGround, id: string, requirements: Parameters<typeof quote>[1]) {
  const model = catalog.models.find((entry) => entry.id === id)!;
  return quote(model, requirements, evidence.priceCorrections).price;
}
