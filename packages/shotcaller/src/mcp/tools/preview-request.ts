import { isRefused, type RequestBody, renderRequest, requestFindingSentence, requestFormats } from '@shotcaller/core';
import { z } from 'zod';
import { withoutData } from '../../files/without-data.ts';
import { dataPictureFindings } from '../../inputs/data-pictures.ts';
import { nearestChanges, priceWithLinesView, rejectedView } from '../choice-views.ts';
import { readQuestion, understoodOf } from '../read-question.ts';
import { modelField, questionFields } from '../schemas/question.ts';
import { modelId, next, priceWithLines, rejected, understood, warnings } from '../schemas/values.ts';
import { defineTool } from '../tool.ts';

export const previewRequest = defineTool({
  name: 'preview_request',
  title: 'Preview the request',
  description:
    'The exact request that would be sent for a clip, as JSON and, if wanted, as a program. For those who want to see it or send it themselves. It is not sent. Costs nothing; to buy, use quote.',
  annotations: { readOnlyHint: true, openWorldHint: true },
  input: z.strictObject({
    ...questionFields,
    model: modelField,
    format: z.enum(requestFormats).exactOptional().describe('Also as a program in this form.'),
  }),
  output: z.object({
    model: modelId.nullable().describe('null: no model fits.'),
    price: priceWithLines.nullable(),
    request: z.record(z.string(), z.unknown()).nullable().describe('The body. Long data: URLs are cut here.'),
    program: z.string().nullable(),
    rejected: z.array(rejected).describe('Only when no model fits: why.'),
    understood: understood.exactOptional(),
    warnings,
    next,
  }),
  async run(door, { model, format, ...asked }) {
    const question = await readQuestion(door, asked, model);
    const plan = await door.parts.choice.plan(question.brief);
    const read = { warnings: [], ...understoodOf(question) };
    if (plan.kind === 'no_plan') {
      return {
        output: {
          ...read,
          warnings: [...read.warnings, ...nearestChanges(plan.selection, 3)],
          model: null,
          price: null,
          request: null,
          program: null,
          rejected: plan.selection.rejected.map(rejectedView),
          next: 'No model can make this clip. Ask the user which requirement may change.',
        },
      };
    }
    const findings = [...plan.findings, ...dataPictureFindings(question.brief.requirements)];
    const body = plan.body as unknown as RequestBody;
    const baseUrl = `${door.parts.client.origin}/api/v1`;
    return {
      output: {
        ...read,
        warnings: [...read.warnings, ...findings.map(requestFindingSentence)],
        model: plan.model,
        price: priceWithLinesView(plan.price),
        request: withoutData(plan.body) as Record<string, unknown>,
        program: format === undefined ? null : renderRequest(body, format, { baseUrl }),
        rejected: [],
        next: isRefused(findings)
          ? 'The model would refuse this request: mend what the warnings name.'
          : 'Nothing was sent. Call quote with the same arguments to be able to buy it.',
      },
    };
  },
});
