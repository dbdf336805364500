import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/openrouter/client.ts';
import { createGuardedFetch } from '../../src/outbound/guarded-fetch.ts';
import { type Answer, json, manualClientClock, serve } from './servers.ts';

const apiKey = 'sk-or-v1-secret-0123456789abcdef';
const id = 'gen-vid-1/a..b ü?';
const built = `/api/v1/videos/${encodeURIComponent(id)}`;
const finished = { id, status: 'completed', usage: { cost: 0.08 } };

function clientOf(baseUrl: string) {
  return createClient({
    apiKey,
    baseUrl,
    fetch,
    foreignFetch: createGuardedFetch({ allowLoopback: true }),
    clock: manualClientClock(),
  });
}

/** A service that takes a submit, names this polling URL, and has the job at the address made from the id alone. */
async function service(
  pollingUrl: (origin: string) => unknown,
  elsewhere: Answer = (_, answer) => json(answer, 404, {}),
) {
  const home = await serve((request, response) => {
    if (request.method === 'POST') {
      return json(response, 202, { id, status: 'pending', polling_url: pollingUrl(home.origin) });
    }
    return request.url === built ? json(response, 200, finished) : elsewhere(request, response);
  });
  return home;
}

async function pollAsTold(baseUrl: string) {
  const client = clientOf(baseUrl);
  const outcome = await client.submit({ model: 'm' });
  if (outcome.kind !== 'accepted') throw new Error(`The submit was ${outcome.kind}.`);
  return client.getJob(outcome.remoteId, { pollingUrl: outcome.pollingUrl });
}

describe('a finished job is found by its id, whatever the polling URL is', () => {
  test.each<[string, (origin: string) => unknown, Answer?]>([
    ['with a user name', (origin) => `${origin.replace('//', '//user:pass@')}/api/v1/videos/a`],
    ['with a user name, relative to the scheme', (origin) => `${origin.replace('http:', '').replace('//', '//me@')}/a`],
    ['at a path that is not there', () => '/api/v2/jobs/1'],
    ['that is garbage', () => '::::%%%\u0000'],
    ['that is a number', () => 17],
    ['of a length that no server takes', () => `/${'a'.repeat(60_000)}`],
    ['on another origin', () => 'https://evil.example/steal'],
    ['of another kind', () => 'javascript:alert(1)'],
    ['that answers with a page', () => '/login', (_, answer) => answer.writeHead(200).end('<html>Log in</html>')],
    ['that answers 401', () => '/other', (_, answer) => json(answer, 401, { error: { message: 'no' } })],
    ['that answers 500', () => '/other', (_, answer) => json(answer, 500, {})],
    ['that hangs up', () => '/other', (request) => request.socket.destroy()],
    ['that has another word for health', () => '/health', (_, answer) => json(answer, 200, { status: 'ok' })],
    ['of another job', () => '/other', (_, answer) => json(answer, 200, { id: 'b', status: 'failed' })],
    ['that leads round and round', () => '/a', (_, answer) => answer.writeHead(302, { location: '/a' }).end()],
    ['that redirects to no URL', () => '/a', (_, answer) => answer.writeHead(302, { location: 'http://[' }).end()],
  ])('%s', async (_name, pollingUrl, elsewhere) => {
    const home = await service(pollingUrl, elsewhere);
    expect(await pollAsTold(home.baseUrl)).toMatchObject({ remoteId: id, status: 'completed', costUsd: '0.08' });
  });

  test('that redirects away, where the key does not go and whose word is not taken', async () => {
    const foreign = await serve((_, response) => json(response, 200, { id, status: 'failed' }));
    const home = await service(
      () => '/away',
      (_, response) => response.writeHead(307, { location: `${foreign.origin}/x` }).end(),
    );
    expect(await pollAsTold(home.baseUrl)).toMatchObject({ status: 'completed' });
    expect(foreign.requests.map(({ key }) => key)).toEqual([undefined]);
  });

  test('and one that works is the only one that is asked', async () => {
    const home = await service(
      () => '/jobs/1',
      (_, answer) => json(answer, 200, { id, status: 'in_progress' }),
    );
    expect(await pollAsTold(home.baseUrl)).toMatchObject({ status: 'in_progress' });
    expect(home.requests.map(({ path }) => path)).toEqual(['/api/v1/videos', '/jobs/1']);
  });

  test('and one that asks to wait is waited for', async () => {
    const home = await service(
      () => '/jobs/1',
      (_, answer) => json(answer, 429, {}, { 'retry-after': '7' }),
    );
    await expect(pollAsTold(home.baseUrl)).rejects.toMatchObject({ httpStatus: 429, retryAfterMs: 7000 });
  });
});

describe('an answer about another job', () => {
  test.each<[string, unknown]>([
    ['another id', 'gen-vid-2'],
    ['this id with more behind it', `${id}\u0000`],
    ['a number', 5],
    ['a list', [id]],
  ])('(%s) says nothing about this one, and the poll is repeated', async (_name, named) => {
    const home = await serve((_, response) => json(response, 200, { ...finished, id: named, status: 'failed' }));
    await expect(clientOf(home.baseUrl).getJob(id)).rejects.toMatchObject({
      name: 'PollError',
      retryable: true,
      message: expect.stringContaining('about another job'),
    });
  });

  test('is not an answer without an id', async () => {
    const home = await serve((_, response) => json(response, 200, { status: 'completed', id: null }));
    expect(await clientOf(home.baseUrl).getJob(id)).toMatchObject({ status: 'completed' });
  });
});

describe('the id of a job', () => {
  test.each(['a/b/../../c', '..', 'ä ö', '🎬', '%00', "'; drop table", 'x'.repeat(512)])(
    'may be %s: it is kept as it came and stands in one step of the address',
    async (odd) => {
      const home = await serve((request, response) =>
        json(response, request.method === 'POST' ? 202 : 200, { id: odd, status: 'pending' }),
      );
      const client = clientOf(home.baseUrl);
      expect(await client.submit({ model: 'm' })).toMatchObject({ kind: 'accepted', remoteId: odd });
      await client.getJob(odd);
      expect(home.requests.at(-1)!.path.split('/')).toHaveLength(5);
    },
  );

  test.each<[string, string, string]>([
    ['NUL', 'gen\u0000vid', 'gen\\u{0}vid'],
    ['a line break', 'gen\nvid', 'gen\\u{a}vid'],
    ['a turn of the reading direction', 'gen\u202evid', 'gen\\u{202e}vid'],
    ['half a pair', 'gen\ud800vid', 'gen\\u{d800}vid'],
    ['10 kB', 'g'.repeat(10_000), '(10000 characters)'],
    ['spaces alone', '   ', '"   "'],
  ])('with %s cannot be asked for: the outcome is unknown, and the text is kept', async (_name, odd, shown) => {
    const home = await serve((_, response) => json(response, 202, { id: odd, status: 'pending' }));
    expect(await clientOf(home.baseUrl).submit({ model: 'm' })).toMatchObject({
      kind: 'unknown',
      cause: 'unreadable_answer',
      detail: expect.stringContaining(shown),
    });
  });
});

describe('an answer that hides the id of what was bought shows it, so that a person can give it', () => {
  const bought = 'gen-vid-1790983457-Zx81mQ0aLr7TnB4vCkYe';
  test.each<[string, number, unknown]>([
    ['in two envelopes', 202, { data: { data: { id: bought } } }],
    ['in a list of two', 202, [{ id: bought }, { id: 'gen-vid-2' }]],
    ['under another name', 202, { job_id: bought }],
    ['in text', 200, `accepted ${bought}`],
    ['beside an error of the server', 500, { error: { message: 'oops', code: 500 }, id: bought }],
    ['in the error', 502, { error: { message: 'oops', code: 502, id: bought } }],
    ['beside a conflict', 409, { error: { message: 'exists', code: 409 }, job_id: bought }],
  ])('%s', async (_name, status, body) => {
    const home = await serve((_, response) => json(response, status, body));
    const outcome = await clientOf(home.baseUrl).submit({ model: 'm', prompt: 'a paper boat' });
    expect(outcome).toMatchObject({ kind: 'unknown', detail: expect.stringContaining(bought) });
  });

  test('without the prompt, the key, or what a terminal obeys', async () => {
    const says = `\u001b[2J${apiKey} a paper boat ${bought}`;
    const home = await serve((_, response) => json(response, 202, { says }));
    const outcome = await clientOf(home.baseUrl).submit({ model: 'm', prompt: 'a paper boat' });
    const { detail } = outcome as { detail: string };
    expect(detail).toContain(bought);
    expect(detail).not.toContain(apiKey);
    expect(detail).not.toContain('a paper boat');
    expect(detail).not.toMatch(/\p{Cc}/u);
  });
});
