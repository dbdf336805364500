import type { McpServer } from '@modelcontextprotocol/server';
import { usdPattern } from '@shotcaller/core';
import { z } from 'zod';

/** The procedure from a wish to a clip, for hosts that offer prompts to their users. */
export function addPrompts(server: McpServer): void {
  server.registerPrompt(
    'make_a_clip',
    {
      title: 'Make a video clip',
      description: 'Goes from a description to a verified file: choose the model, show the price, buy once, download.',
      argsSchema: z.object({
        wish: z
          .string()
          .max(8000)
          .describe('What the clip should show, and what matters to you: length, shape, sound, price, speed.'),
        maxUsd: z
          .string()
          .regex(usdPattern)
          .optional()
          .describe('The most that the clip may cost, in US dollars, for example 0.50.'),
      }),
    },
    ({ wish, maxUsd }) => ({
      messages: [{ role: 'user', content: { type: 'text', text: procedure(wish, maxUsd) } }],
    }),
  );
}

function procedure(wish: string, maxUsd: string | undefined): string {
  return [
    `Make this video clip with Shotcaller: ${wish}`,
    ...(maxUsd === undefined ? [] : [`It may cost at most $${maxUsd}: pass that as maxUsd in requirements.`]),
    '',
    '1. Write the wish as requirements: prompt (what the clip shows, in my words), durationSeconds, resolution, aspectRatio, audio, pictures. Every field is a hard limit: leave out what I did not ask for. Read the resource shotcaller://requirements-guide when a field is unclear. Ask me only for what would change the result.',
    '2. Choose the profile: fastAndCheap for drafts, qualityAndCost for finished work, balanced otherwise. Call select_model. If nothing fits, tell me what would have to change; do not change it yourself.',
    '3. Call quote with the same requirements and profile. Tell me the model, why it was chosen, the price (highUsd is the most) and the time. Wait for my yes. Never raise maxUsd yourself.',
    '4. Call generate_video with the quoteId. If the call times out or its answer is lost, call it again with the same quoteId: it never buys twice. Do not quote the clip again.',
    '5. While it is running, call get_job with waitSeconds 45. Follow `next` in each answer. If the outcome is unknown, never order the clip again: ask me to look at openrouter.ai/activity.',
    '6. When it is done, tell me the path, what was billed and what was quoted, and every warning.',
  ].join('\n');
}
