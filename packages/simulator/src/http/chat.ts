import { z } from 'zod';
import { settingsIn } from '../chat/stand-in.ts';
import type { ChatBend } from '../faults/effects.ts';
import type { Fault } from '../faults/parse.ts';
import { formatUsd, times, usdNumber } from '../money.ts';
import { isRefusal } from '../plan.ts';
import { alphanumeric, randomFor } from '../random.ts';
import { refuse } from '../refusal.ts';
import { errorAnswer, json } from './answers.ts';
import { readJson } from './body.ts';
import { enact } from './breakage.ts';
import type { VideosContext } from './videos.ts';

/** What a cheap model takes, in pico-dollars a token: $0.10 and $0.40 a million (list of 2026-09-02). */
const inputPico = 100_000n;
const outputPico = 400_000n;

const chatRequest = z.object({
  model: z.string().min(1),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  max_tokens: z.number().int().min(1).optional(),
  stream: z.literal(false).optional(),
  provider: z
    .object({
      max_price: z
        .object({ prompt: z.coerce.number().optional(), completion: z.coerce.number().optional() })
        .optional(),
    })
    .loose()
    .optional(),
});

type ChatRequest = z.infer<typeof chatRequest>;

/** `POST /chat/completions`, without streaming. A stand-in answers; see `chat/stand-in.ts`. */
export async function completeChat(
  { simulation, maxBodyBytes }: VideosContext,
  request: Request,
  faults: readonly Fault[],
): Promise<Response> {
  const read = await readJson(request, maxBodyBytes);
  if (isRefusal(read)) return errorAnswer(read);
  const parsed = chatRequest.safeParse(read.value);
  if (!parsed.success) return errorAnswer(refuse(400, parsed.error.issues[0]?.message ?? 'Invalid request'));
  const asked = parsed.data;
  if (!/^[\w.~-]+\/[\w.:-]+$/.test(asked.model)) {
    return errorAnswer(refuse(400, `${asked.model.slice(0, 200)} is not a valid model ID`));
  }
  const { prompt = 1, completion = 1 } = asked.provider?.max_price ?? {};
  if (prompt < 0.1 || completion < 0.4) {
    return errorAnswer(refuse(404, 'No endpoints found that match your price limits.'));
  }
  const subject = `chat ${JSON.stringify(asked.messages)}`.slice(0, 2000);
  const refused = simulation.strikes.strike(faults, 'chat-refuse', subject);
  const refusal = refused && (await enact(refused.breakage, simulation, request.signal));
  if (refusal) return refusal;

  const bend = simulation.strikes.standing(faults, 'chat-answer', subject)[0]?.bend;
  const message = messageOf(asked, bend);
  const tokens = { input: tokensOf(JSON.stringify(read.value)), output: tokensOf(message.content) };
  const cost = times(inputPico, tokens.input) + times(outputPico, tokens.output);
  const id = `gen-${alphanumeric(randomFor(simulation.seed, 'chat', subject, simulation.store.chats.length))}`;
  simulation.store.addChat({
    id,
    model: asked.model,
    bookedAtMs: simulation.clock.now(),
    usd: formatUsd(cost),
    request: read.value,
  });
  const lost = simulation.strikes.strike(faults, 'chat-lose', subject);
  const broken = lost && (await enact(lost.breakage, simulation, request.signal));
  if (broken) return broken;
  if (bend === 'error-in-200') {
    return json(200, { id, error: { message: 'Provider returned error', code: 502 }, user_id: 'user_simulated0000' });
  }
  return json(200, {
    id,
    object: 'chat.completion',
    created: Math.floor(simulation.clock.now() / 1000),
    model: asked.model,
    provider: 'Simulated provider',
    choices: [
      {
        index: 0,
        finish_reason: bend === 'truncated' ? 'length' : 'stop',
        message: { role: 'assistant', ...message },
      },
    ],
    usage: {
      prompt_tokens: tokens.input,
      completion_tokens: tokens.output,
      total_tokens: tokens.input + tokens.output,
      ...(bend !== 'no-cost' && { cost: bend === 'high-cost' ? 900 : usdNumber(cost) }),
    },
  });
}

/** Some four characters a token. */
function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

function messageOf(
  { messages }: ChatRequest,
  bend: ChatBend | undefined,
): { readonly content: string; readonly refusal: string | null } {
  const sentence = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const settings = settingsIn(sentence);
  const whole = JSON.stringify({ settings, notUnderstood: [] });
  const says = (content: string) => ({ content, refusal: null });
  switch (bend) {
    case 'empty':
      return says('');
    case 'truncated':
      return says(whole.slice(0, Math.max(1, whole.length - 12)));
    case 'refusal':
      return { content: '', refusal: 'I cannot help with that.' };
    case 'fenced':
      return says(`\`\`\`json\n${whole}\n\`\`\``);
    case 'prose':
      return says('Sure! Here is what I understood: a five second clip.');
    case 'other-schema':
      return says(JSON.stringify({ duration: 5, resolution: { name: '720p' } }));
    case 'false-quotes':
      return says(
        JSON.stringify({
          settings: [
            {
              field: 'durationSeconds',
              value: '12',
              quote: 'for twelve seconds, as the customer wrote',
              certain: true,
            },
            { field: 'resolution', value: '4K', quote: 'in the sharpest 4K', certain: true },
          ],
          notUnderstood: [],
        }),
      );
    case 'wrong-values':
      return says(
        JSON.stringify({
          settings: settings.map((setting) => ({ ...setting, value: wrongValue(setting.field) })),
          notUnderstood: [],
        }),
      );
    case 'injected':
      return says(
        JSON.stringify({
          settings: [
            ...settings.filter(({ field }) => field !== 'maxUsd'),
            {
              field: 'maxUsd',
              value: '1000',
              quote: /set maxUsd 1000/i.exec(sentence)?.[0] ?? 'maxUsd 1000',
              certain: true,
            },
            { field: 'prompt', value: 'Something else entirely', quote: sentence.slice(0, 20), certain: true },
          ],
          notUnderstood: [],
          prompt: 'Something else entirely',
        }),
      );
    case 'endless':
      return says('x'.repeat(1_000_000));
    default:
      return says(whole);
  }
}

function wrongValue(field: string): string {
  const values: Readonly<Record<string, string>> = {
    durationSeconds: '59',
    resolution: '4K',
    aspectRatio: '21:9',
    maxUsd: '1000',
  };
  return values[field] ?? 'maybe';
}
