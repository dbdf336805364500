import { isRefused, type RequestBody, renderRequest, requestFormats } from '@shotcaller/core';
import { z } from 'zod';
import { planClip, planFields } from '../clip-plan.ts';
import { readQuestion } from '../read-question.ts';
import { clipFields, furtherQuestionFields } from '../schemas/question.ts';
import { defineTool } from '../tool.ts';

export const previewRequest = defineTool({
  name: 'preview_request',
  title: 'Preview the request',
  description:
    'Shows the exact request that would be sent for a clip, as JSON and optionally as a program, for users who want to see it or send it themselves. It is not sent. Costs nothing. To buy, use quote.',
  annotations: { readOnlyHint: true, openWorldHint: true },
  input: z.strictObject({
    ...clipFields,
    ...furtherQuestionFields,
    format: z.enum(requestFormats).exactOptional().describe('Also return the request as a program in this format.'),
  }),
  output: z.object({ ...planFields, program: z.string().nullable() }),
  async run(door, { model, format, ...asked }) {
    const { plan, view } = await planClip(door, await readQuestion(door, asked, model));
    if (!plan) {
      return {
        output: {
          ...view,
          program: null,
          next: 'No model can make this clip. Ask the user which requirement may change.',
        },
      };
    }
    const body = plan.body as unknown as RequestBody;
    const baseUrl = `${door.parts.client.origin}/api/v1`;
    return {
      output: {
        ...view,
        program: format === undefined ? null : renderRequest(body, format, { baseUrl }),
        next: isRefused(plan.findings)
          ? 'The model would refuse this request. Fix what the warnings name.'
          : 'Nothing was sent. To buy this clip, call quote with the same arguments.',
      },
    };
  },
});
