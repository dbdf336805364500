// The published client of the tasks extension, on the official client, over HTTP: URL. Buys a clip as a task, asks to cancel it, goes away; a second
// session takes it up by its reference. Prints what became of it as JSON.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createTaskSessionFromClient, resultFromTaskOutcome } from '@modelcontextprotocol/ext-tasks/client';
import { fail } from './shot.mjs';

const [, , url] = process.argv;
const protocolVersion = '2026-07-28';
const clientInfo = { name: 'a-host-with-tasks', version: '1.0.0' };
const clientCapabilities = { extensions: { 'io.modelcontextprotocol/tasks': {} } };

async function newSession() {
  const client = new Client(clientInfo, {
    capabilities: clientCapabilities,
    versionNegotiation: { mode: { pin: protocolVersion } },
  });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const session = createTaskSessionFromClient(client, {
    endpointId: 'shotcaller',
    rawDispatch: dispatch,
    v2RequestFraming: { protocolVersion, clientInfo, clientCapabilities },
  });
  return { client, session };
}

/** A request of a task as it goes over the wire: the official client has no words for it. */
async function dispatch(asked, { signal } = {}) {
  const request = { jsonrpc: '2.0', id: 1, ...asked };
  const { method, params } = request;
  const name = params.name ?? params.taskId;
  const answer = await fetch(url, {
    method: 'POST',
    signal,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': protocolVersion,
      'mcp-method': method,
      ...(name !== undefined && { 'mcp-name': name }),
    },
    body: JSON.stringify(request),
  });
  const text = await answer.text();
  const messages = text.startsWith('{') ? [text] : [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, data]) => data);
  const { result, error } = messages.map((message) => JSON.parse(message)).find(({ id }) => id === request.id);
  return error ? { kind: 'error', error } : { kind: 'result', result };
}

try {
  const first = await newSession();
  const requirements = { prompt: 'a mug on a table', durationSeconds: 4, resolution: '480p', audio: false };
  const quote = await first.client.callTool({ name: 'quote', arguments: { requirements } });
  const { quoteId } = quote.structuredContent;
  const bought = await first.session.callTool('generate_video', { quoteId });
  const { taskId } = bought.handle ?? {};
  const snapshot = await first.session.task(taskId).snapshot();
  await first.session.cancelTask(taskId);
  const reference = bought.serializeReference();
  await bought.detach();
  await first.session.close();
  await first.client.close();

  const second = await newSession();
  const resumed = await second.session.resumeTask(JSON.parse(JSON.stringify(reference)));
  const states = [];
  const { outcome } = await resumed.settle({ onEvent: ({ type, task }) => void states.push(task?.status ?? type) });
  const result = resultFromTaskOutcome(outcome);
  const later = await second.session.callTool('generate_video', { quoteId });
  const refused = await second.session.callTool('generate_video', { quoteId: `${quoteId}x` });
  const unknown = await second.session
    .task('nobody')
    .snapshot()
    .then(
      () => 'found',
      (error) => error.message,
    );
  console.log(
    JSON.stringify({
      kinds: [bought.kind, later.kind, refused.kind],
      snapshot: snapshot.status,
      last: states.at(-1),
      job: result.structuredContent,
      taskId,
      refusedIsError: (await refused.result()).result?.isError,
      unknown,
    }),
  );
  process.exit(0);
} catch (error) {
  fail(error);
}
