import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createSimulator } from '@shotcaller/simulator';
import type { OddContent } from './odd-contents.ts';

export interface OddService extends AsyncDisposable {
  readonly baseUrl: string;
  /** What finished jobs serve from now on. */
  serve(row: OddContent): void;
  /** Jobs that were bought. */
  readonly bought: number;
}

/** The simulator over HTTP, with other files than its own. */
export async function oddService(): Promise<OddService> {
  const simulator = createSimulator({ speed: 1000, clipThread: false });
  let row: OddContent | undefined;
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', origin);
    if (row && url.pathname.endsWith('/content'))
      return sendFile(row, Number(url.searchParams.get('index')), origin, response);
    if (row?.linked && url.pathname === '/linked.mp4') return void response.end(row.linked);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const init = {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    };
    let from = await simulator.fetch(url, init);
    let body = (await from.json()) as Record<string, unknown>;
    // Nobody waits here for a job to be made: a poll is answered when it is.
    while (init.method === 'GET' && body.status === 'pending') {
      await setTimeout(10);
      from = await simulator.fetch(url, init);
      body = (await from.json()) as Record<string, unknown>;
    }
    if (row && body.status === 'completed') {
      const count = 1 + (row.further?.length ?? 0);
      const path = `${url.origin}${url.pathname}/content?index=`;
      const urls = Array.from({ length: count }, (_, index) => `${path}${index}`);
      body.unsigned_urls = asNamed(urls, row.urls);
      body.status = row.word ?? 'completed';
    }
    const isFinished = init.method === 'GET' && body.unsigned_urls !== undefined;
    const status = (isFinished && row?.pollStatus) || from.status;
    if (isFinished && row?.pollAs === 'events') {
      response.writeHead(status, { 'content-type': 'text/event-stream' });
      // It stays open, as such streams do.
      response.write(
        `: waiting\n\nevent: job\ndata: ${JSON.stringify(body, null, 1).replaceAll('\n', '\ndata: ')}\n\n`,
      );
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  return {
    baseUrl: `${origin}/api/v1`,
    serve(next) {
      row = next;
    },
    get bought() {
      return simulator.jobs.length;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await simulator.close();
    },
  };
}

function asNamed(urls: readonly string[], how: OddContent['urls']): unknown {
  if (how === 'none') return undefined;
  const objects = urls.map((url) => ({ url, type: 'video/mp4' }));
  return how === 'objects' ? objects : how === 'object' ? objects[0] : urls;
}

function sendFile(
  { bytes, further = [], headers, status = 200, isCut }: OddContent,
  index: number,
  origin: string,
  response: ServerResponse,
) {
  const isLink = headers?.['content-type'] === 'text/uri-list';
  const served = isLink ? Buffer.from(String(bytes).replace('http://ORIGIN', origin)) : bytes;
  const file = [served, ...further][index];
  if (!file) {
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end('{"error":{"code":400,"message":"no such index"}}');
    return;
  }
  response.writeHead(status, headers ?? { 'content-type': 'video/mp4' });
  if (isCut) response.write(file, () => setImmediate(() => response.destroy()));
  else response.end(file);
}
