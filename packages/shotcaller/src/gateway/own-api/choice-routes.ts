import { type RequestBody, type RequestFormat, renderRequest, requestFormats } from '@shotcaller/core';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import { choiceAddresses } from './addresses/choice.ts';
import { briefOf } from './brief-of.ts';
import { budgetRefusal, budgetsOf } from './budgets.ts';
import { ApiProblem, shareUsed } from './errors.ts';
import type { OwnApp } from './routes.ts';
import { serve } from './serve.ts';

export function choiceRoutes(app: OwnApp, context: RoutesContext): void {
  const { options } = context;
  const { choice, lookAtPictures } = options.parts;

  async function inTurn<Answer>(c: GatewayContext, choose: () => Promise<Answer>): Promise<Answer> {
    const answer = context.choiceTurns.take(c.get('caller').owner, choose);
    if (!answer) throw shareUsed('Too many selections, quotes and previews of this key wait. Wait for some of them.');
    return answer;
  }

  serve(app, context, choiceAddresses, {
    'POST /v1/select': (c, { body }) => inTurn(c, async () => choice.select(briefOf(body, context, c.get('caller')))),

    'POST /v1/quote': (c, { body: { model, ...fields } }) =>
      inTurn(c, async () => ({ quotes: await choice.quotes(briefOf(fields, context, c.get('caller'), model)) })),

    async 'POST /v1/preview'(c, { body: { model: named, formats = requestFormats, ...fields } }) {
      const { brief, plan } = await inTurn(c, async () => {
        const asked = briefOf(fields, context, c.get('caller'), named);
        return { brief: asked, plan: await choice.plan(asked) };
      });
      if (plan.kind === 'no_plan') {
        throw new ApiProblem(422, {
          code: 'no_eligible_model',
          message:
            'No model fits these requirements. `selection` has the reasons of each model and the closest changes.',
          selection: plan.selection,
        });
      }
      const baseUrl = `${options.upstream.origin}/api/v1`;
      // Without a body of the caller's own it is the one that core has built.
      const body = plan.body as unknown as RequestBody;
      return {
        model: plan.model,
        price: plan.price,
        body,
        formats: Object.fromEntries(
          formats.map((format: RequestFormat) => [format, renderRequest(body, format, { baseUrl })]),
        ),
        findings: [...plan.findings, ...(await lookAtPictures(brief.requirements, c.get('caller').owner))],
        budgets: await budgetsOf(options, c.get('caller')),
        budgetRefusal: await budgetRefusal(options, c.get('caller'), {
          highUsd: plan.price.highUsd,
          maxUsd: brief.requirements.maxUsd,
        }),
      };
    },
  });
}
