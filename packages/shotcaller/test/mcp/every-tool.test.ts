import { readFile, stat } from 'node:fs/promises';
import { requirementsJsonSchema } from '@shotcaller/core';
import type { Simulator } from '@shotcaller/simulator';
import { afterEach, describe, expect, test } from 'vitest';
import { simulatedGateway } from '../gateway/simulated-gateway.ts';
import {
  type Agent,
  clip,
  connectToGateway,
  type Era,
  type JobAnswer,
  type QuoteAnswer,
  simulatedDoor,
} from './agents.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Way {
  readonly agent: Agent;
  readonly simulator: Simulator;
}

async function overStdio(era: Era): Promise<Way> {
  const door = await simulatedDoor();
  open.push(async () => door[Symbol.asyncDispose]());
  return { agent: await door.connect(era), simulator: door.simulator };
}

async function overHttp(era: Era): Promise<Way> {
  const home = await simulatedGateway();
  open.push(async () => home[Symbol.asyncDispose]());
  const agent = await connectToGateway(home, era);
  open.push(() => agent.close());
  return { agent, simulator: home.simulator };
}

const ways: readonly (readonly [string, Era, (era: Era) => Promise<Way>])[] = [
  ['stdio', 'legacy', overStdio],
  ['stdio', 'modern', overStdio],
  ['HTTP', 'legacy', overHttp],
  ['HTTP', 'modern', overHttp],
];

const names = [
  'list_models',
  'select_model',
  'explain_model',
  'quote',
  'preview_request',
  'generate_video',
  'get_job',
  'list_jobs',
  'resume_job',
  'settle_job',
  'ledger',
];

describe.each(ways)('The official client over %s, %s era', (_transport, era, connect) => {
  test('every tool states its schemas, and whether it changes or destroys anything', async () => {
    const { agent } = await connect(era);
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(names);
    for (const { name, inputSchema, outputSchema, annotations, description } of tools) {
      expect([name, inputSchema.type, inputSchema.additionalProperties]).toEqual([name, 'object', false]);
      expect([name, outputSchema?.type]).toEqual([name, 'object']);
      expect([name, typeof annotations?.readOnlyHint]).toEqual([name, 'boolean']);
      expect(description?.length).toBeGreaterThan(50);
    }
    const readOnly = tools.filter(({ annotations }) => annotations?.readOnlyHint).map(({ name }) => name);
    expect(readOnly).not.toContain('generate_video');
    expect(readOnly).not.toContain('settle_job');
    expect(tools.find(({ name }) => name === 'generate_video')?.annotations).toMatchObject({ destructiveHint: true });
  });

  test('what an agent holds of the tools in its context for a whole session is small, and names every field of a clip', async () => {
    const { agent } = await connect(era);
    const { tools } = await agent.client.listTools();
    expect(JSON.stringify(tools).length).toBeLessThan(60_000);
    const held = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    expect(JSON.stringify(held).length).toBeLessThan(25_000);
    const requirementsOf = (tool: string) => {
      const { properties = {} } = tools.find(({ name }) => name === tool)?.inputSchema ?? {};
      return properties.requirements as { readonly description: string; readonly properties?: object };
    };
    const { properties: fields } = requirementsJsonSchema() as { readonly properties: object };
    for (const tool of ['select_model', 'quote'])
      expect(Object.keys(requirementsOf(tool).properties ?? {})).toEqual(Object.keys(fields));
    for (const tool of ['explain_model', 'preview_request'])
      expect(requirementsOf(tool).description).toContain(Object.keys(fields).join(', '));
  });

  test.each([
    ['quote', { prompt: 'a boat' }, /no argument prompt\. Pass it in requirements/],
    ['select_model', { requirement: {} }, /Did you mean requirements\?/],
    ['quote', { requirements: 'a boat' }, /requirements: .*expected object/],
    ['generate_video', {}, /quoteId is missing/],
    ['generate_video', { quoteId: 'quote-1', maxUsd: 3 }, /no argument maxUsd\. It takes quoteId, waitSeconds\./],
    ['get_job', { jobId: 'shot-1', waitSeconds: 60 }, /waitSeconds: .*45/],
  ] as const)(
    '%s of %j says which argument is wrong, that nothing was bought, and what to do, as data',
    async (name, args, says) => {
      const { agent } = await connect(era);
      const refusal = await agent.refused(name, args);
      expect(refusal).toMatchObject({ code: 'arguments_invalid', next: expect.stringContaining('call again') });
      expect(refusal.message).toMatch(says);
      expect(refusal.message).toContain('Nothing was bought');
    },
  );

  test('a sentence that contradicts itself is not quoted until requirements settle it', async () => {
    const { agent } = await connect(era);
    const sentence = 'a clip of a cat, 4 seconds, 8 seconds';
    expect(await agent.refused('quote', { sentence, withoutInputs: true })).toMatchObject({
      code: 'sentence_contradicts',
      conflicts: [{ field: 'durationSeconds' }],
    });
    const settled = { sentence, requirements: { durationSeconds: 8 } };
    expect(await agent.call('quote', settled)).toMatchObject({
      understood: { prompt: 'a cat' },
      warnings: [],
    });
  });

  test('a sentence that the requirements overrule is quoted with what counts instead of it', async () => {
    const { agent } = await connect(era);
    const sentence = 'a paper boat on a pond, 5 seconds, silent';
    const requirements = { durationSeconds: 8, audio: false };
    expect(await agent.call('select_model', { sentence, requirements })).toMatchObject({
      warnings: ['requirements.durationSeconds 8 counts instead of "5 seconds".'],
    });
  });

  test('every tool drives a wish to a file and its bill', async () => {
    const { agent, simulator } = await connect(era);
    const { models } = await agent.call<{ models: { model: string }[] }>('list_models', { search: 'veo' });
    expect(models.map(({ model }) => model)).toContain('google/veo-3.1-lite');

    const whole = await agent.call<{ models: { model: string; canMakeSound: boolean | null }[] }>('list_models', {});
    // No switch for sound in the catalogue, and yet always a sound track: an agent that wants music must not rule them out.
    for (const id of ['minimax/hailuo-3-max', 'heygen/heygen-video-1'])
      expect(whole.models.find(({ model }) => model === id)?.canMakeSound).toBe(true);

    const sentence = 'a 4 second clip of a mug on a table, cheap, no sound';
    const selected = await agent.call<{ pick: string; ranked: { model: string }[] }>('select_model', { sentence });
    expect(selected.ranked[0]?.model).toBe(selected.pick);
    const explained = await agent.call<{ place: number }>('explain_model', { model: selected.pick, sentence });
    expect(explained.place).toBe(1);
    const previewed = await agent.call<{ model: string; program: string }>('preview_request', {
      sentence,
      format: 'curl',
    });
    expect(previewed).toMatchObject({ model: selected.pick, program: expect.stringContaining('curl') });

    const quoted = await agent.call<QuoteAnswer>('quote', { sentence });
    expect(quoted).toMatchObject({ model: selected.pick, next: expect.stringContaining('generate_video') });
    expect(simulator.jobs).toHaveLength(0);
    const { quoteId } = quoted;
    let job = await agent.call('generate_video', { quoteId, waitSeconds: 1 });
    while (job.status === 'running') job = await agent.call('get_job', { jobId: job.jobId, waitSeconds: 45 });
    expect(job).toMatchObject({ status: 'done', billedUsd: simulator.bills[0]?.usd, files: [{ verified: true }] });
    expect((await stat(job.path!)).size).toBeGreaterThan(10_000);
    expect(job.next).toContain(job.path!);

    const listed = await agent.call<{ jobs: JobAnswer[] }>('list_jobs', { status: 'ended' });
    expect(listed.jobs.map(({ jobId }) => jobId)).toEqual([job.jobId]);
    // An empty list is no empty ledger: an agent that takes it for one orders again.
    expect(await agent.call('list_jobs', { status: 'open' })).toMatchObject({
      jobs: [],
      next: 'No job is open. In all there is 1 job (1 done): call list_jobs without status and after to see all.',
    });
    expect(await agent.call('resume_job', { jobId: job.jobId })).toMatchObject({ status: 'done' });
    expect(await agent.refused('settle_job', { jobId: job.jobId, notBought: true })).toMatchObject({
      code: 'not_settled',
    });
    expect(await agent.call('ledger')).toMatchObject({ total: { jobs: 1, billedUsd: simulator.bills[0]?.usd } });
    expect(simulator.jobs).toHaveLength(1);

    const { resources } = await agent.client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining([
        'shotcaller://catalog',
        'shotcaller://requirements-guide',
        'shotcaller://ledger',
        job.files[0]!.resource,
      ]),
    );
    const [content] = (await agent.client.readResource({ uri: job.files[0]!.resource })).contents;
    expect(
      Buffer.from((content as { blob: string }).blob, 'base64')
        .subarray(4, 8)
        .toString(),
    ).toBe('ftyp');
    const guide = (await agent.client.readResource({ uri: 'shotcaller://requirements-guide' })).contents[0] as {
      text: string;
    };
    expect(guide.text).toContain('durationSeconds');
    const skill = (await agent.client.readResource({ uri: 'skill://shotcaller/SKILL.md' })).contents[0] as {
      text: string;
    };
    expect(skill.text).toBe(await readFile(new URL('../../../../skills/shotcaller/SKILL.md', import.meta.url), 'utf8'));
    const prompt = await agent.client.getPrompt({
      name: 'make_a_clip',
      arguments: { wish: 'a paper boat', maxUsd: '0.50' },
    });
    expect(JSON.stringify(prompt.messages)).toContain('never buys twice');
  });

  test('the answer of a tool is the same in its text, for hosts that show only that, and links the clip', async () => {
    const { agent } = await connect(era);
    const { quoteId } = await agent.call<QuoteAnswer>('quote', { requirements: clip });
    const result = await agent.client.callTool({ name: 'generate_video', arguments: { quoteId, waitSeconds: 45 } });
    const [text, link] = result.content;
    expect(JSON.parse((text as { text: string }).text)).toEqual(result.structuredContent);
    expect(link).toMatchObject({ type: 'resource_link', mimeType: 'video/mp4' });
  });

  test('progress is told while a call waits', async () => {
    const { agent } = await connect(era);
    const { quoteId } = await agent.call<QuoteAnswer>('quote', { requirements: clip });
    const lines: string[] = [];
    await agent.client.callTool(
      { name: 'generate_video', arguments: { quoteId, waitSeconds: 45 } },
      { onprogress: ({ message = '' }) => void lines.push(message) },
    );
    expect(lines.length).toBeGreaterThan(0);
  });
});
