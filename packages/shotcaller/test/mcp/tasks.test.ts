import { afterEach, describe, expect, test } from 'vitest';
import { type SimulatedGateway, simulatedGateway } from '../gateway/simulated-gateway.ts';
import { clip, connectToGateway } from './agents.ts';

/** The tasks extension of revision 2026-07-28, as a client writes it on the wire: the official client has no half for it. */

const tasks = { extensions: { 'io.modelcontextprotocol/tasks': {} } };

interface Task {
  readonly resultType: string;
  readonly taskId: string;
  readonly status: string;
  readonly ttlMs: number | null;
  readonly pollIntervalMs: number;
  readonly structuredContent?: { readonly jobId: string; readonly status: string };
  readonly result?: {
    readonly resultType: string;
    readonly structuredContent: { readonly status: string; readonly path: string | null; readonly billedUsd: string };
    readonly content: readonly { readonly type: string }[];
  };
}

const open: SimulatedGateway[] = [];
afterEach(async () => {
  for (const home of open.splice(0)) await home[Symbol.asyncDispose]();
});

async function gateway(options: Parameters<typeof simulatedGateway>[0] = {}): Promise<SimulatedGateway> {
  const home = await simulatedGateway(options);
  open.push(home);
  return home;
}

interface Said<Result> {
  readonly result?: Result;
  readonly error?: { readonly code: number; readonly message: string };
}

/** One request of a modern client. */
async function ask<Result = Task>(
  home: SimulatedGateway,
  method: string,
  params: Record<string, unknown>,
  { capabilities = tasks, key }: { readonly capabilities?: object; readonly key?: string } = {},
): Promise<Said<Result>> {
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method,
    params: {
      ...params,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'an-agent', version: '1.0.0' },
        'io.modelcontextprotocol/clientCapabilities': capabilities,
      },
    },
  };
  const name = (params.name ?? params.taskId) as string | undefined;
  const answer = await home.post('/mcp', body, {
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(name !== undefined && { 'mcp-name': name }),
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  });
  const text = await answer.text();
  const data = text.startsWith('{') ? text : (/^data: (\{.*"id":1.*)$/m.exec(text)?.[1] ?? '');
  return JSON.parse(data) as Said<Result>;
}

async function quoteId(home: SimulatedGateway, key?: string): Promise<string> {
  const agent = await connectToGateway(home, 'modern', key === undefined ? {} : { key });
  const quoted = await agent.call<{ quoteId: string }>('quote', { requirements: clip });
  await agent.close();
  return quoted.quoteId;
}

const buy = (home: SimulatedGateway, id: string, more: Parameters<typeof ask>[3] & { waitSeconds?: number } = {}) => {
  const { waitSeconds, ...as } = more;
  const args = { quoteId: id, ...(waitSeconds !== undefined && { waitSeconds }) };
  return ask(home, 'tools/call', { name: 'generate_video', arguments: args }, as);
};

async function ended(home: SimulatedGateway, taskId: string): Promise<Task> {
  let task: Task | undefined;
  await expect
    .poll(async () => {
      task = (await ask(home, 'tasks/get', { taskId })).result;
      return task?.status;
    })
    .toBe('completed');
  return task!;
}

describe('Tasks, where a client of the modern era declares them', () => {
  test('a purchase is answered at once by a task that is the job, and its end by the same answer as get_job', async () => {
    const home = await gateway({ simulator: { speed: 20 } });
    const id = await quoteId(home);
    const { result: task } = await buy(home, id);
    expect(task).toMatchObject({ resultType: 'task', status: 'working', ttlMs: null, taskId: expect.any(String) });
    expect(task?.pollIntervalMs).toBeGreaterThan(0);
    // For a host that looks no further the answer is there as well.
    expect(task?.structuredContent).toMatchObject({ jobId: task?.taskId, status: 'running' });
    const done = await ended(home, task!.taskId);
    expect(done).toMatchObject({ resultType: 'complete', taskId: task?.taskId, ttlMs: null });
    expect(done.result).toMatchObject({
      resultType: 'complete',
      structuredContent: { status: 'done', billedUsd: home.simulator.bills[0]?.usd },
      content: [{ type: 'text' }, { type: 'resource_link' }],
    });
    expect(home.simulator.bills).toHaveLength(1);
  });

  test('five such calls, one of them after its end, are one job and one bill', async () => {
    const home = await gateway();
    const id = await quoteId(home);
    const said = await Promise.all(Array.from({ length: 4 }, () => buy(home, id)));
    const ids = new Set(said.map(({ result }) => result?.taskId ?? result?.structuredContent?.jobId));
    expect(ids.size).toBe(1);
    const [taskId] = [...ids];
    await ended(home, taskId!);
    const { result: again } = await buy(home, id);
    expect(again).toMatchObject({ resultType: 'complete', structuredContent: { jobId: taskId, status: 'done' } });
    expect(home.simulator.bills).toHaveLength(1);
  });

  test('a job that fails is a completed task whose answer says so; to cancel one that was bought ends nothing', async () => {
    const home = await gateway({ simulator: { scenario: 'job-failed', speed: 50 } });
    const { result: task } = await buy(home, await quoteId(home));
    expect((await ask(home, 'tasks/cancel', { taskId: task!.taskId })).result).toMatchObject({
      resultType: 'complete',
    });
    const done = await ended(home, task!.taskId);
    expect(done.result?.structuredContent.status).toBe('failed');
    expect(home.simulator.jobs).toHaveLength(1);
  });

  test('a purchase that is refused is refused as ever, and buys nothing', async () => {
    const home = await gateway();
    const { result } = await buy(home, 'quote-nothing');
    expect(result).toMatchObject({ resultType: 'complete', isError: true });
    expect(home.simulator.jobs).toEqual([]);
  });

  test.each(['nobody', '../etc', `shot-${'x'.repeat(300)}`])(
    'a task %s that is none is refused by every method',
    async (taskId) => {
      const home = await gateway();
      for (const method of ['tasks/get', 'tasks/cancel', 'tasks/update']) {
        const { error } = await ask(home, method, { taskId, inputResponses: {} });
        expect([method, error?.code]).toEqual([method, -32_602]);
      }
    },
  );

  test('the task of another key is none', async () => {
    const home = await gateway({ gateway: { mode: 'server' } });
    const [ann, bob] = [await home.addKey({ name: 'ann' }), await home.addKey({ name: 'bob' })];
    const { result: task } = await buy(home, await quoteId(home, ann), { key: ann });
    const taskId = task?.taskId ?? task!.structuredContent!.jobId;
    for (const method of ['tasks/get', 'tasks/cancel']) {
      expect((await ask(home, method, { taskId }, { key: bob })).error?.code).toBe(-32_602);
    }
    expect((await ask(home, 'tasks/get', { taskId }, { key: ann })).result?.taskId).toBe(taskId);
  });
});

describe('No task is given', () => {
  test.each([
    ['nothing', {}],
    ['another extension', { extensions: { 'io.modelcontextprotocol/skills': {} } }],
  ])('to a modern client that declares %s', async (_what, capabilities) => {
    const home = await gateway({ simulator: { speed: 20 } });
    const { result } = await buy(home, await quoteId(home), { capabilities, waitSeconds: 0 });
    expect(result).toMatchObject({ resultType: 'complete', structuredContent: { status: 'running' } });
    expect(result).not.toHaveProperty('taskId');
  });

  test.each([null, true, 'yes'])(
    'to one that declares it as %j: the request has no valid form, and nothing is bought',
    async (declared) => {
      const home = await gateway();
      const capabilities = { extensions: { 'io.modelcontextprotocol/tasks': declared } };
      const { error } = await buy(home, await quoteId(home), { capabilities });
      expect(error?.code).toBeLessThan(0);
      expect(home.simulator.jobs).toEqual([]);
    },
  );

  test('in the era of 2025, where the extension is not offered either', async () => {
    const home = await gateway({ simulator: { speed: 20 } });
    const [legacy, modern] = [await connectToGateway(home, 'legacy'), await connectToGateway(home, 'modern')];
    expect(legacy.client.getServerCapabilities()?.extensions).not.toHaveProperty('io.modelcontextprotocol/tasks');
    expect(modern.client.getServerCapabilities()?.extensions).toHaveProperty('io.modelcontextprotocol/tasks');
    const { quoteId: id } = await legacy.call<{ quoteId: string }>('quote', { requirements: clip });
    expect(await legacy.call('generate_video', { quoteId: id, waitSeconds: 0 })).toMatchObject({ status: 'running' });
    await legacy.close();
    await modern.close();
  });
});
