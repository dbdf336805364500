import { afterEach, describe, expect, test } from 'vitest';
import { type SimulatedGateway, simulatedGateway, upstreamKey } from './simulated-gateway.ts';

interface Read {
  readonly by: string;
  readonly requirements: Readonly<Record<string, unknown>>;
  readonly prompt: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly dropped: readonly { readonly code: string; readonly message: string }[];
  readonly cost: { readonly bookedUsd: string } | null;
}

const german = 'Ein Fuchs im Schnee, 5 Sekunden, ohne Ton';

const open: SimulatedGateway[] = [];
afterEach(async () => {
  for (const home of open.splice(0)) await home[Symbol.asyncDispose]();
});

async function gateway(options: Parameters<typeof simulatedGateway>[0] = {}): Promise<SimulatedGateway> {
  const home = await simulatedGateway(options);
  open.push(home);
  return home;
}

async function read(home: SimulatedGateway, body: object, key?: string): Promise<Read> {
  const answer = await home.post('/v1/sentences', body, key === undefined ? {} : { authorization: `Bearer ${key}` });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Read;
}

describe('POST /v1/sentences', () => {
  test('rules read it at no cost, and a model only where one is asked for', async () => {
    const home = await gateway();
    expect(await read(home, { sentence: german })).toMatchObject({ by: 'rules', otherLanguage: true, cost: null });
    expect(home.simulator.chats).toEqual([]);
    const byModel = await read(home, { sentence: german, llm: true });
    expect(byModel).toMatchObject({
      by: 'model',
      requirements: { durationSeconds: 5, audio: false },
      otherLanguage: false,
      failure: null,
      cost: { billedUsd: home.simulator.chats[0]?.usd },
    });
    expect(german).toContain(byModel.prompt);
    const ledger = await (await home.call('/v1/ledger')).json();
    expect(ledger).toMatchObject({ total: { jobs: 0, billedUsd: '0' }, readings: { total: { readings: 1 } } });
  });

  test('a failure is a sentence for people, and the rules have read it', async () => {
    const home = await gateway({ simulator: { scenario: 'chat-402' } });
    const { failure, by } = await read(home, { sentence: german, llm: 'openai/gpt-4.1-nano' });
    expect([by, failure?.code]).toEqual(['rules', 'chat_no_credits']);
    expect(failure?.message).toMatch(/built-in rules read the sentence instead/);
    expect(failure?.message).not.toContain(upstreamKey);
  });

  test('what the sentence does not bear out is dropped, and said', async () => {
    const home = await gateway({ simulator: { scenario: 'chat-injected' } });
    const { dropped, requirements } = await read(home, { sentence: `${german}, unter 0,50 Dollar`, llm: true });
    expect(dropped.map(({ message }) => message).join(' ')).toContain('does not count');
    expect(requirements.maxUsd ?? '0').not.toBe('1000');
  });

  test('a key pays for its own readings, within its budget, and sees none of another key', async () => {
    const home = await gateway({ gateway: { mode: 'server' } });
    const ann = await home.addKey({ name: 'ann', budgetUsd: '0.012' });
    const bob = await home.addKey({ name: 'bob' });
    expect((await home.post('/v1/sentences', { sentence: german, llm: true })).status).toBe(401);
    expect(await read(home, { sentence: german, llm: true }, ann)).toMatchObject({ by: 'model' });
    home.simulator.setScenario('chat-reset');
    // Nobody knows whether it was billed: the most stays booked, and leaves no room for another.
    expect(await read(home, { sentence: german, llm: true }, ann)).toMatchObject({
      failure: { code: 'chat_not_reached' },
    });
    home.simulator.setScenario('');
    const refused = await read(home, { sentence: german, llm: true }, ann);
    expect(refused).toMatchObject({ by: 'rules', failure: { code: 'reading_over_budget' }, cost: null });
    const ledgerOf = async (key: string) =>
      (await home.call('/v1/ledger', { headers: { authorization: `Bearer ${key}` } })).json();
    expect(await ledgerOf(ann)).toMatchObject({ readings: { total: { readings: 2, unknownBills: 1 } } });
    expect(await ledgerOf(bob)).toMatchObject({ readings: { lines: [], total: { readings: 0 } } });
  });

  test.each([
    [{}],
    [{ sentence: '' }],
    [{ sentence: 'x'.repeat(8001) }],
    [{ sentence: german, llm: 'not a model' }],
    [{ sentence: german, llm: `a/${'b'.repeat(10)} c` }],
    [{ sentence: german, llm: 7 }],
    [{ sentence: german, prompt: 'other' }],
  ])('%j is refused before anything is asked', async (body) => {
    const home = await gateway();
    expect((await home.post('/v1/sentences', body)).status).toBe(400);
    expect(home.simulator.chats).toEqual([]);
  });
});
