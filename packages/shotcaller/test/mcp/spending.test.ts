import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, describe, expect, test } from 'vitest';
import { type SimulatedGateway, simulatedGateway } from '../gateway/simulated-gateway.ts';
import {
  type Agent,
  clip,
  connectToGateway,
  type Era,
  type QuoteAnswer,
  type SimulatedDoor,
  simulatedDoor,
} from './agents.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function doorWith(options: Parameters<typeof simulatedDoor>[0] = {}): Promise<SimulatedDoor> {
  const door = await simulatedDoor(options);
  open.push(async () => door[Symbol.asyncDispose]());
  return door;
}

async function gatewayWith(options: Parameters<typeof simulatedGateway>[0] = {}): Promise<SimulatedGateway> {
  const home = await simulatedGateway(options);
  open.push(async () => home[Symbol.asyncDispose]());
  return home;
}

async function quoted(agent: Agent, more: Record<string, unknown> = {}): Promise<QuoteAnswer> {
  return agent.call<QuoteAnswer>('quote', { requirements: clip, ...more });
}

const eras: readonly Era[] = ['legacy', 'modern'];

describe.each(eras)('An agent of the %s era does not spend', (era) => {
  test('without a quote, or with anything beside it that could change what is bought', async () => {
    const door = await doorWith();
    const agent = await door.connect(era);
    const { quoteId } = await quoted(agent);
    for (const args of [
      {},
      { quoteId: '' },
      { quoteId: null },
      { quoteId: [quoteId] },
      { requirements: clip },
      { quoteId, maxUsd: '5' },
      { quoteId, requirements: { ...clip, durationSeconds: 8 } },
      { quoteId, model: 'google/veo-3.1' },
      { quoteId, waitSeconds: 46 },
    ]) {
      expect(await agent.refused('generate_video', args)).toMatchObject({ code: 'arguments_invalid' });
    }
    expect(door.simulator.jobs).toHaveLength(0);
  });

  test('with a quote whose id was altered, guessed, or is another key’s', async () => {
    const door = await doorWith();
    const agent = await door.connect(era);
    const { quoteId } = await quoted(agent);
    for (const id of [`${quoteId}x`, quoteId.slice(0, -1), quoteId.toUpperCase(), 'quote-1', "' or 1=1 --"]) {
      expect(await agent.refused('generate_video', { quoteId: id })).toMatchObject({ code: 'quote_unknown' });
    }
    expect(door.simulator.jobs).toHaveLength(0);
  });

  test('with a quote whose request or price was altered where it is kept', async () => {
    const door = await doorWith();
    const agent = await door.connect(era);
    const file = new Database(join(door.home, 'ledger.sqlite'));
    open.push(async () => file.close());
    const swaps: readonly (readonly [string, string])[] = [
      ['"prompt":"a mug on a table"', '"prompt":"two mugs on a table"'],
      ['"confirmUsd":"', '"confirmUsd":"9'],
      ['"duration":4', '"duration":8'],
    ];
    for (const [from, to] of swaps) {
      const { quoteId } = await quoted(agent);
      const changed = file
        .prepare('update sealed_quotes set content = replace(content, ?, ?) where id = ? and instr(content, ?) > 0')
        .run(from, to, quoteId, from);
      expect([from, changed.changes]).toEqual([from, 1]);
      expect(await agent.refused('generate_video', { quoteId })).toMatchObject({ code: 'quote_altered' });
    }
    const { quoteId } = await quoted(agent);
    file.prepare('update sealed_quotes set expires_at = ? where id = ?').run('2999-01-01T00:00:00.000Z', quoteId);
    expect(await agent.refused('generate_video', { quoteId })).toMatchObject({ code: 'quote_altered' });
    expect(door.simulator.jobs).toHaveLength(0);
  });

  test('with a quote that has expired; a clip that it has bought before is still found by it', async () => {
    const door = await doorWith();
    const agent = await door.connect(era);
    const [unused, used] = [await quoted(agent), await quoted(agent)];
    const bought = await agent.call('generate_video', { quoteId: used.quoteId, waitSeconds: 45 });
    door.later(15 * 60_000);
    const error = await agent.refused('generate_video', { quoteId: unused.quoteId });
    expect(error).toMatchObject({ code: 'quote_expired', message: expect.stringContaining('Nothing was bought') });
    expect(await agent.call('generate_video', { quoteId: used.quoteId })).toMatchObject({ jobId: bought.jobId });
    expect(door.simulator.jobs).toHaveLength(1);
  });

  test('beyond the limits of the configuration, whatever its user would accept', async () => {
    const door = await doorWith({ parts: { caps: { perJobUsd: '0.01' } } });
    const agent = await door.connect(era, { user: () => ({ action: 'accept', content: {} }) });
    const { quoteId, warnings, next } = await quoted(agent);
    expect(warnings.join(' ')).toContain('your limit per job is $0.01');
    expect(next).toContain('refused');
    expect(await agent.refused('generate_video', { quoteId })).toMatchObject({ code: 'over_budget' });
    expect([agent.asked, door.simulator.jobs]).toEqual([[], []]);
  });

  test('a day’s limit holds over several quotes that each fit', async () => {
    const door = await doorWith();
    const price = (await quoted(await door.connect(era))).price.highUsd;
    const capped = await doorWith({ parts: { caps: { perDayUsd: (Number(price) * 1.5).toFixed(4) } } });
    const agent = await capped.connect(era);
    const quotes = [await quoted(agent), await quoted(agent)];
    expect(await agent.call('generate_video', { quoteId: quotes[0]!.quoteId, waitSeconds: 45 })).toMatchObject({
      status: 'done',
    });
    expect(await agent.refused('generate_video', { quoteId: quotes[1]!.quoteId })).toMatchObject({
      code: 'over_budget',
    });
    expect(capped.simulator.bills).toHaveLength(1);
  });

  test.each(['decline', 'cancel'] as const)('when its user answers with %s', async (action) => {
    const door = await doorWith();
    const agent = await door.connect(era, { user: () => ({ action }) });
    const { quoteId } = await quoted(agent);
    const error = await agent.refused('generate_video', { quoteId });
    expect(error).toMatchObject({ code: 'spend_declined', message: expect.stringContaining('Nothing was bought') });
    expect(agent.asked).toHaveLength(1);
    expect(door.simulator.jobs).toHaveLength(0);
  });
});

test('A user of 2025 who does not answer ends the call in time, and nothing is bought; the same call asks anew', async () => {
  // The protocol of 2025 holds the call open while somebody is asked: 45 s, here a tenth of a second.
  const door = await doorWith({ door: { longestAskMs: 100 } });
  const answers = [new Promise<never>(() => undefined), { action: 'accept', content: {} } as const];
  const agent = await door.connect('legacy', { user: () => answers.shift()!, timeoutMs: 60_000 });
  const { quoteId } = await quoted(agent);
  const result = await agent.client
    .callTool({ name: 'generate_video', arguments: { quoteId } })
    .catch((error) => error);
  expect(result instanceof Error || result.isError).toBe(true);
  expect([agent.asked.length, door.simulator.jobs.length]).toEqual([1, 0]);
  expect(await agent.call('generate_video', { quoteId, waitSeconds: 45 })).toMatchObject({ jobId: expect.any(String) });
  expect([agent.asked.length, door.simulator.jobs.length]).toEqual([2, 1]);
});

describe.each(eras)('An agent of the %s era buys once', (era) => {
  test('when its user accepts an empty form: asked once, with the price, and never again for the same job', async () => {
    const door = await doorWith();
    const agent = await door.connect(era, { user: () => ({ action: 'accept', content: {} }) });
    const { quoteId, model } = await quoted(agent);
    const first = await agent.call('generate_video', { quoteId, waitSeconds: 45 });
    expect(agent.asked).toEqual([expect.stringContaining(model)]);
    expect(agent.asked[0]).toMatch(/up to \$0\.\d+/);
    expect(await agent.call('generate_video', { quoteId, waitSeconds: 45 })).toMatchObject({ jobId: first.jobId });
    expect([agent.asked.length, door.simulator.bills.length]).toEqual([1, 1]);
  });

  test('with five calls of the same quote, one after the other and at once, from two clients', async () => {
    const door = await doorWith();
    const [agent, other] = [await door.connect(era), await door.connect(era)];
    const one = await quoted(agent);
    const ids = new Set<string>();
    for (let time = 0; time < 5; time += 1) {
      ids.add((await agent.call('generate_video', { quoteId: one.quoteId, waitSeconds: 45 })).jobId);
    }
    const two = await quoted(agent);
    const calls = [agent, other, agent, other, agent].map((each) =>
      each.call('generate_video', { quoteId: two.quoteId, waitSeconds: 45 }),
    );
    const jobs = await Promise.all(calls);
    expect([ids.size, new Set(jobs.map(({ jobId }) => jobId)).size]).toEqual([1, 1]);
    expect([door.simulator.jobs.length, door.simulator.bills.length]).toEqual([2, 2]);
  });

  test('exactly the request that was quoted', async () => {
    const door = await doorWith();
    const agent = await door.connect(era);
    const { quoteId, ...quote } = await agent.call<QuoteAnswer & { request: object }>('quote', { requirements: clip });
    await agent.call('generate_video', { quoteId, waitSeconds: 45 });
    expect(door.simulator.jobs.map(({ request }) => request)).toEqual([quote.request]);
  });

  test('and loses nothing by going away in the middle: the next one finds the job, done', async () => {
    const door = await doorWith();
    const agent = await door.connect(era);
    const { quoteId } = await quoted(agent);
    const lost = agent.client
      .callTool({ name: 'generate_video', arguments: { quoteId, waitSeconds: 45 } })
      .catch(() => 'lost');
    await expect.poll(() => door.simulator.jobs.length).toBe(1);
    await agent.close();
    await lost;
    const next = await door.connect(era);
    const job = await next.call('generate_video', { quoteId, waitSeconds: 45 });
    expect(job).toMatchObject({ status: 'done', files: [{ verified: true }] });
    expect(door.simulator.bills).toHaveLength(1);
  });

  test('and the server may end in the middle: the next one takes the job up by itself', async () => {
    const door = await doorWith();
    const agent = await door.connect(era);
    const { quoteId } = await quoted(agent);
    const { jobId } = await agent.call('generate_video', { quoteId, waitSeconds: 0 });
    await door.restart();
    const next = await door.connect(era);
    expect(await next.call('get_job', { jobId, waitSeconds: 45 })).toMatchObject({ status: 'done' });
    expect(await next.call('generate_video', { quoteId })).toMatchObject({ jobId });
    expect(door.simulator.bills).toHaveLength(1);
  });

  test('while the service holds its answer back: the call ends when it said, and the job is known by its id', async () => {
    const door = await doorWith({
      simulator: { scenario: 'submit-slow', speed: 10 },
      parts: { submitTimeoutMs: 4000 },
    });
    const agent = await door.connect(era, { timeoutMs: 60_000 });
    const { quoteId } = await quoted(agent);
    const first = await agent.call('generate_video', { quoteId, waitSeconds: 1 });
    expect(first).toMatchObject({ status: 'running', step: 'submitting', next: expect.stringContaining(first.jobId) });
    expect(await agent.call('generate_video', { quoteId, waitSeconds: 0 })).toMatchObject({ jobId: first.jobId });
    expect(door.simulator.jobs).toHaveLength(1);
  });

  test('an answer that was lost on the way is never ordered again: the job says unknown, and what to do', async () => {
    const door = await doorWith({ simulator: { scenario: 'submit-reset' } });
    const agent = await door.connect(era);
    const { quoteId } = await quoted(agent);
    for (let time = 0; time < 3; time += 1) {
      const job = await agent.call('generate_video', { quoteId, waitSeconds: 45 });
      expect(job).toMatchObject({ status: 'unknown', next: expect.stringContaining('openrouter.ai/activity') });
    }
    expect(door.simulator.jobs).toHaveLength(1);
    const { jobId } = await agent.call('generate_video', { quoteId });
    const remoteId = door.simulator.jobs[0]!.id;
    expect(await agent.call('resume_job', { jobId, remoteId, waitSeconds: 45 })).toMatchObject({ status: 'done' });
    expect(door.simulator.bills).toHaveLength(1);
  });
});

describe('On the gateway', () => {
  test.each(eras)('an agent of the %s era needs a key, and spends within what that key may', async (era) => {
    const home = await gatewayWith({ gateway: { mode: 'server' } });
    await expect(connectToGateway(home, era)).rejects.toThrow();
    await expect(connectToGateway(home, era, { key: 'shot_nobody' })).rejects.toThrow();
    const key = await home.addKey({ name: 'poor', budgetUsd: '0.01' });
    const agent = await connectToGateway(home, era, { key });
    const { quoteId } = await quoted(agent);
    const refused = await agent.call('generate_video', { quoteId, waitSeconds: 45 });
    expect(refused).toMatchObject({ status: 'refused', reason: { code: 'over_budget' } });
    expect(home.simulator.jobs).toHaveLength(0);
  });

  test.each(eras)('a quote of another key, and its jobs and clips, are nobody else’s (%s era)', async (era) => {
    const home = await gatewayWith({ gateway: { mode: 'server' } });
    const [ann, bob] = [
      await connectToGateway(home, era, { key: await home.addKey({ name: 'ann' }) }),
      await connectToGateway(home, era, { key: await home.addKey({ name: 'bob' }) }),
    ];
    const { quoteId } = await quoted(ann);
    expect(await bob.refused('generate_video', { quoteId })).toMatchObject({ code: 'quote_unknown' });
    const job = await ann.call('generate_video', { quoteId, waitSeconds: 45 });
    expect(job).toMatchObject({ status: 'done', path: null });
    for (const tool of ['get_job', 'resume_job', 'settle_job']) {
      const args = { jobId: job.jobId, ...(tool === 'settle_job' && { notBought: true }) };
      expect(await bob.refused(tool, args)).toMatchObject({ code: 'job_unknown' });
    }
    expect((await bob.call<{ jobs: unknown[] }>('list_jobs')).jobs).toEqual([]);
    expect(await bob.call('ledger')).toMatchObject({ total: { jobs: 0 } });
    await expect(bob.client.readResource({ uri: job.files[0]!.resource })).rejects.toThrow();
    expect((await bob.client.listResources()).resources.map(({ uri }) => uri)).not.toContain(job.files[0]!.resource);
    expect(home.simulator.bills).toHaveLength(1);
  });

  test('a key that may buy two models gets quotes of no other, named or picked', async () => {
    const models = ['bytedance/seedance-2.0-mini', 'bytedance/seedance-2.0-fast'];
    const home = await gatewayWith({ gateway: { mode: 'server' } });
    const agent = await connectToGateway(home, 'modern', { key: await home.addKey({ name: 'ann', models }) });
    expect(models).toContain((await quoted(agent)).model);
    const other = await agent.call<QuoteAnswer>('quote', { requirements: clip, model: 'google/veo-3.1-lite' });
    expect(other).toMatchObject({ quoteId: null, model: null });
  });

  test('a client of 2025 whose abilities the server cannot see is refused before it can spend', async () => {
    const home = await gatewayWith();
    const agent = await connectToGateway(home, 'modern');
    const { quoteId } = await quoted(agent);
    const message = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'generate_video', arguments: { quoteId } },
    };
    const accept = { accept: 'application/json, text/event-stream' };
    const without = await home.post('/mcp', message, accept);
    expect(without.status).toBe(400);
    const unknown = await home.post('/mcp', message, { ...accept, 'mcp-session-id': 'made-up' });
    expect(unknown.status).toBe(404);
    expect(home.simulator.jobs).toHaveLength(0);
  });

  test('a client of 2025 with a session is asked through it', async () => {
    const home = await gatewayWith();
    const refusing = await connectToGateway(home, 'legacy', { user: () => ({ action: 'decline' }) });
    const { quoteId } = await quoted(refusing);
    expect(await refusing.refused('generate_video', { quoteId })).toMatchObject({ code: 'spend_declined' });
    expect([refusing.asked.length, home.simulator.jobs.length]).toEqual([1, 0]);
  });

  test.each(eras)(
    'with --yes an agent of the %s era is not asked if its key has a budget, and asked if it has none',
    async (era) => {
      const home = await gatewayWith({ gateway: { mode: 'server', agentsBuyUnasked: true } });
      const user = () => ({ action: 'decline' }) as const;
      for (const [name, budget, asked] of [
        ['bounded', { budgetUsd: '5' }, 0],
        ['by-day', { dailyUsd: '5' }, 0],
        ['unbounded', {}, 1],
      ] as const) {
        const agent = await connectToGateway(home, era, { key: await home.addKey({ name, ...budget }), user });
        const { quoteId } = await quoted(agent);
        if (asked === 1)
          expect(await agent.refused('generate_video', { quoteId })).toMatchObject({ code: 'spend_declined' });
        else expect(await agent.call('generate_video', { quoteId, waitSeconds: 45 })).toMatchObject({ status: 'done' });
        expect([name, agent.asked.length]).toEqual([name, asked]);
        await agent.close();
      }
      expect(home.simulator.jobs).toHaveLength(2);
      const poor = await connectToGateway(home, era, {
        key: await home.addKey({ name: 'poor', budgetUsd: '0.01' }),
        user,
      });
      const { quoteId } = await quoted(poor);
      expect(await poor.call('generate_video', { quoteId, waitSeconds: 45 })).toMatchObject({
        reason: { code: 'over_budget' },
      });
    },
  );

  test.each([
    [{}, 1],
    [{ perJobUsd: '5' }, 1],
    [{ perDayUsd: '5' }, 0],
    [{ perMonthUsd: '50' }, 0],
  ])('a local gateway with --yes and the limits %j asks %d times', async (caps, asked) => {
    const home = await gatewayWith({ gateway: { agentsBuyUnasked: true }, shotcaller: { caps } });
    const agent = await connectToGateway(home, 'modern', { user: () => ({ action: 'accept', content: {} }) });
    const { quoteId } = await quoted(agent);
    await agent.call('generate_video', { quoteId, waitSeconds: 45 });
    expect(agent.asked).toHaveLength(asked);
  });

  test('a session belongs to the key that opened it', async () => {
    const home = await gatewayWith({ gateway: { mode: 'server' } });
    const keys = [await home.addKey({ name: 'ann' }), await home.addKey({ name: 'bob' })];
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
    };
    const accept = 'application/json, text/event-stream';
    const opened = await home.post('/mcp', initialize, { accept, authorization: `Bearer ${keys[0]}` });
    const session = opened.headers.get('mcp-session-id')!;
    expect(session.length).toBeGreaterThan(20);
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} };
    const send = (key: string | undefined) =>
      home.post('/mcp', list, { accept, authorization: `Bearer ${key}`, 'mcp-session-id': session });
    expect([(await send(keys[1])).status, (await send(keys[0])).status]).toEqual([404, 200]);
  });

  test.each(eras)(
    'rights that are taken from a key hold in a connection that was there before (%s era)',
    async (era) => {
      const [mini, fast] = ['bytedance/seedance-2.0-mini', 'bytedance/seedance-2.0-fast'];
      const home = await gatewayWith({ gateway: { mode: 'server', agentsBuyUnasked: true } });
      const admin = await home.addKey({ name: 'admin', admin: true });
      const key = await home.addKey({ name: 'ann', models: [mini, fast], budgetUsd: '5' });
      const { owner } = (await home.ledger.clientKeys()).find(({ name }) => name === 'ann')!;
      const change = (body: object) =>
        home.post(`/v1/keys/${encodeURIComponent(owner)}`, body, { authorization: `Bearer ${admin}` });
      const agent = await connectToGateway(home, era, { key, user: () => ({ action: 'decline' }) });
      const sealed = await quoted(agent, { model: fast });
      const picked = await quoted(agent);
      const other = picked.model === mini ? fast : mini;
      expect((await change({ models: [other] })).status).toBe(200);
      expect(await quoted(agent, { model: picked.model })).toMatchObject({ quoteId: null, model: null });
      // What was quoted before is bought under today's rights, whether its model was named or picked.
      expect(await agent.refused('generate_video', { quoteId: picked.quoteId })).toMatchObject({
        code: 'model_not_allowed',
      });
      await change({ models: [fast], budgetUsd: null });
      expect(await agent.refused('generate_video', { quoteId: sealed.quoteId })).toMatchObject({
        code: 'spend_declined',
      });
      expect([agent.asked.length, home.simulator.jobs.length]).toEqual([1, 0]);
    },
  );

  test('a page elsewhere cannot reach the door of a local gateway', async () => {
    const home = await gatewayWith();
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} };
    const foreign = await home.post('/mcp', list, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
    const plain = await home.call('/mcp', {
      method: 'POST',
      body: JSON.stringify(list),
      headers: { 'content-type': 'text/plain' },
    });
    expect(plain.status).toBe(415);
  });

  test('files of the server cannot be sent as pictures', async () => {
    const home = await gatewayWith();
    const agent = await connectToGateway(home, 'modern');
    const error = await agent.refused('quote', { requirements: { ...clip, firstFrame: '/etc/hostname' } });
    expect(error.message).toContain('Nothing was bought');
  });
});
