import { describe, expect, it } from 'vitest';
import { hastyClock } from '../jobs/simulated.ts';
import { simulatedGateway, veo } from './simulated-gateway.ts';

async function idOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { id: string }).id;
}

/** Half a second is what the quickest published client waits before it sends again. */
const soonest = 500;

describe('An Idempotency-Key', () => {
  it('makes a repeated submit return the first job, in sequence and at the same time', async () => {
    await using home = await simulatedGateway();
    const submit = () => home.post('/api/v1/videos', veo, { 'idempotency-key': 'aisdk_vid_1' });
    const together = await Promise.all([submit(), submit(), submit()]);
    const ids = await Promise.all(together.map(idOf));
    const later = await submit();
    expect(later.status).toBe(202);
    expect(later.headers.get('x-shotcaller-repeated')).toBe('true');
    expect(new Set([...ids, await idOf(later)]).size).toBe(1);
    await home.ended(ids[0]!);
    expect(await idOf(await submit())).toBe(ids[0]);
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('does not stand for another body: 422, what differs, nothing bought', async () => {
    await using home = await simulatedGateway();
    const id = await idOf(await home.post('/api/v1/videos', veo, { 'idempotency-key': 'one' }));
    const body = { ...veo, prompt: 'A paper plane', duration: 8 };
    const other = await home.post('/api/v1/videos', body, { 'idempotency-key': 'one' });
    expect([other.status, await other.json()]).toMatchObject([
      422,
      { error: { message: expect.any(String), metadata: { error_type: 'idempotency_key_reused' } } },
    ]);
    const again = await home.post('/api/v1/videos', body, { 'idempotency-key': 'one' });
    const { message } = ((await again.json()) as { error: { message: string } }).error;
    expect(message).toContain(`belongs to job ${id}, which asks for something else: `);
    expect(message).toMatch(/the length \d there, 8 here/);
    expect(message).toContain('another prompt');
    expect(message).toContain('Nothing was bought.');
    expect(message).not.toContain('plane');
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('may be used again when the first submit was certainly refused', async () => {
    await using home = await simulatedGateway({ simulator: { scenario: 'submit-403' } });
    const headers = { 'idempotency-key': 'one' };
    const first = await home.post('/api/v1/videos', veo, headers);
    expect([first.status, await first.json()]).toMatchObject([
      403,
      { error: { code: 403, message: 'Your input was flagged', metadata: { reasons: ['violence'] } } },
    ]);
    home.simulator.setScenario('none');
    expect((await home.post('/api/v1/videos', veo, headers)).status).toBe(202);
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('is remembered across a restart', async () => {
    await using home = await simulatedGateway();
    const first = await idOf(await home.post('/api/v1/videos', veo, { 'idempotency-key': 'one' }));
    await home.restart();
    expect(await idOf(await home.post('/api/v1/videos', veo, { 'idempotency-key': 'one' }))).toBe(first);
    expect(home.simulator.jobs).toHaveLength(1);
    expect((await home.ended(first)).status).toBe('completed');
  });
});

describe('The same body without a key', () => {
  it('is the same order when the first answer never reached the client', async () => {
    await using home = await simulatedGateway();
    const gone = new AbortController();
    const first = home.call('/api/v1/videos', {
      method: 'POST',
      body: JSON.stringify(veo),
      headers: { 'content-type': 'application/json' },
      signal: gone.signal,
    });
    gone.abort();
    const [lost, repeated] = await Promise.all([first, home.post('/api/v1/videos', veo)]);
    expect(await idOf(repeated)).toBe(await idOf(lost));
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('is the same order after a restart, because no answer is known to have arrived since', async () => {
    await using home = await simulatedGateway({ simulator: { speed: 1 } });
    const first = await idOf(await home.post('/api/v1/videos', veo));
    await home.restart();
    home.later(soonest);
    expect(await idOf(await home.post('/api/v1/videos', veo))).toBe(first);
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('written with its fields in another order is the same body', async () => {
    await using home = await simulatedGateway({ simulator: { speed: 1 } });
    const first = await idOf(await home.post('/api/v1/videos', veo));
    home.later(soonest);
    const turned = Object.fromEntries(Object.entries(veo).reverse());
    expect(await idOf(await home.post('/api/v1/videos', turned))).toBe(first);
  });

  it('is the same order as soon as the first was answered, for an answer may get lost behind us', async () => {
    await using home = await simulatedGateway({ simulator: { speed: 1 } });
    const { url, close } = await home.gateway.listen({ port: 0 });
    try {
      const send = () =>
        fetch(`${url}/api/v1/videos`, {
          method: 'POST',
          body: JSON.stringify(veo),
          headers: { 'content-type': 'application/json' },
        });
      const first = await idOf(await send());
      expect(await idOf(await send())).toBe(first);
      expect(home.simulator.jobs).toHaveLength(1);
    } finally {
      await close();
    }
  });

  it('sent twice at once is two orders: n: 2 of the AI SDK', async () => {
    await using home = await simulatedGateway();
    const answers = await Promise.all([home.post('/api/v1/videos', veo), home.post('/api/v1/videos', veo)]);
    const ids = await Promise.all(answers.map(idOf));
    expect(ids[0]).not.toBe(ids[1]);
    expect(home.simulator.jobs).toHaveLength(2);
  });

  it('is a new order once the file was handed over, and once the job failed', async () => {
    await using home = await simulatedGateway();
    const first = await idOf(await home.post('/api/v1/videos', veo));
    await home.ended(first);
    await (await home.call(`/api/v1/videos/${first}/content`)).arrayBuffer();
    const second = await idOf(await home.post('/api/v1/videos', veo));
    expect(second).not.toBe(first);
    await home.ended(second);
    await (await home.call(`/api/v1/videos/${second}/content`)).arrayBuffer();
    home.simulator.setScenario('job-failed');
    const third = await idOf(await home.post('/api/v1/videos', veo));
    expect((await home.ended(third)).status).toBe('failed');
    home.simulator.setScenario('none');
    expect(await idOf(await home.post('/api/v1/videos', veo))).not.toBe(third);
    expect(home.simulator.jobs).toHaveLength(4);
  });

  it('is a new order each time when the window is 0', async () => {
    await using home = await simulatedGateway({ gateway: { dedupeWindowSeconds: 0 }, simulator: { speed: 1 } });
    await home.post('/api/v1/videos', veo);
    home.later(soonest);
    await home.post('/api/v1/videos', veo);
    expect(home.simulator.jobs).toHaveLength(2);
  });
});

describe('A fault between gateway and service', () => {
  it.each(['submit-reset', 'submit-502', 'submit-500', 'submit-524', 'submit-html'])(
    '%s: the client is not told to try again, and one job is bought',
    async (scenario) => {
      await using home = await simulatedGateway({ simulator: { scenario: `${scenario}:9` } });
      const first = await home.post('/api/v1/videos', veo);
      expect(first.status).toBe(202);
      const id = await idOf(first);
      const ended = await home.ended(id);
      expect(ended).toMatchObject({ status: 'failed', error: expect.stringContaining('you may have been billed') });
      expect(home.simulator.jobs).toHaveLength(1);
    },
  );

  it.each(['submit-429', 'submit-503', 'submit-402-in-flight', 'submit-429-upstream'])(
    '%s: certainly not bought, so the gateway sends again itself, once',
    async (scenario) => {
      await using home = await simulatedGateway({ simulator: { scenario }, shotcaller: { clock: hastyClock } });
      const first = await home.post('/api/v1/videos', veo);
      expect(first.status).toBe(202);
      expect((await home.ended(await idOf(first))).status).toBe('completed');
      expect(home.simulator.jobs).toHaveLength(1);
    },
  );

  it('bad polls of the service are not told to the client, who would buy again', async () => {
    await using home = await simulatedGateway({ simulator: { scenario: 'poll-503,poll-reset:1,poll-html:1' } });
    const id = await idOf(await home.post('/api/v1/videos', veo));
    const statuses = new Set<number>();
    for (let polls = 0; polls < 5; polls += 1) statuses.add((await home.call(`/api/v1/videos/${id}`)).status);
    expect([...statuses]).toEqual([200]);
  });
});
