import { describe, expect, it } from 'vitest';
import { chatScenarios } from '../src/faults/chat-scenarios.ts';
import { jsonOf, type Rig, rig } from './client-calls.ts';

const ask = (
  { ask: send }: Pick<Rig, 'ask'>,
  { content = 'Ein Fuchs im Schnee, 5 Sekunden, ohne Ton', ...more }: Record<string, unknown> = {},
) =>
  send('/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'google/gemini-2.5-flash-lite',
      messages: [
        { role: 'system', content: 'Read it.' },
        { role: 'user', content },
      ],
      ...more,
    }),
  });

describe('POST /chat/completions', () => {
  it('answers with settings whose quotes stand in the sentence, and books what it costs beside the videos', async () => {
    const { simulator, ...calls } = rig();
    const answer = await jsonOf(ask(calls));
    const { settings } = JSON.parse(answer.choices[0].message.content);
    expect(settings).toEqual([
      { field: 'durationSeconds', value: '5', quote: '5 Sekunden', certain: true },
      { field: 'audio', value: 'false', quote: 'ohne Ton', certain: true },
    ]);
    expect(answer.usage.cost).toBeGreaterThan(0);
    expect(simulator.chats).toMatchObject([{ id: answer.id, usd: String(answer.usage.cost) }]);
    expect(simulator.bills).toEqual([]);
    const { data } = await jsonOf(calls.ask('/credits'));
    expect(data.total_usage).toBe(answer.usage.cost);
  });

  it.each([
    ['猫,5秒,便宜', ['5', 'fastAndCheap']],
    ['قطة، ٥ ثوان', ['5']],
    ['a fox for TikTok, $0.50', ['9:16', '0.50']],
    ['a fox', []],
  ])('stands in for a model that reads "%s"', async (content, values) => {
    const answer = await jsonOf(ask(rig(), { content }));
    const { settings } = JSON.parse(answer.choices[0].message.content) as { settings: { value: string }[] };
    expect(settings.map(({ value }) => value)).toEqual(values);
  });

  it('refuses what is no model, no chat, without a key, or dearer than the request allows, and bills none of them', async () => {
    const { simulator, ...calls } = rig();
    expect((await ask(calls, { model: 'nonsense' })).status).toBe(400);
    expect((await ask(calls, { messages: [] })).status).toBe(400);
    expect((await ask(calls, { provider: { max_price: { prompt: 0.01, completion: 9 } } })).status).toBe(404);
    const keyless = await simulator.fetch('http://simulator.test/api/v1/chat/completions', {
      method: 'POST',
      body: '{}',
    });
    expect(keyless.status).toBe(401);
    expect(simulator.chats).toEqual([]);
  });

  it('keeps what was billed across a restart only where a state is kept, and forgets it on reset', async () => {
    const { simulator, ...calls } = rig();
    await ask(calls);
    simulator.reset();
    expect(simulator.chats).toEqual([]);
  });
});

describe('faults of a chat', () => {
  const refusing = Object.entries(chatScenarios).filter(([, { effect }]) => effect.at === 'chat-refuse');

  it.each(refusing.map(([name]) => name))('%s: nothing is generated and nothing billed', async (scenario) => {
    const { simulator, ...calls } = rig({ scenario });
    const answer = await ask(calls).catch(() => undefined);
    if (answer) expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(simulator.chats).toEqual([]);
  });

  it('chat-reset and chat-slow: billed, and the answer is lost', async () => {
    const { simulator, ...calls } = rig({ scenario: 'chat-reset' });
    await expect(ask(calls)).rejects.toThrow('fetch failed');
    expect(simulator.chats).toHaveLength(1);
  });

  it.each([
    ['chat-empty', ''],
    ['chat-refusal', ''],
    ['chat-fenced', '```json'],
    ['chat-prose', 'Sure!'],
    ['chat-other-schema', '{"duration"'],
    ['chat-injected', '{"settings"'],
  ])('%s: the message begins with "%s", and it is billed', async (scenario, start) => {
    const { simulator, ...calls } = rig({ scenario });
    const answer = await jsonOf(ask(calls));
    expect(answer.choices[0].message.content.startsWith(start)).toBe(true);
    expect(simulator.chats).toHaveLength(1);
  });
});
