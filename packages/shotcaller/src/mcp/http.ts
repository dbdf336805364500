import {
  type AuthInfo,
  createMcpHandler,
  isInitializeRequest,
  isLegacyRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { createMcpServer } from './create-mcp-server.ts';
import type { Door } from './door.ts';

/** The agents' door as an HTTP address. Who calls is known before: `door` is theirs. */
export interface HttpDoor {
  fetch(request: Request, call: { readonly door: Door; readonly body: unknown }): Promise<Response>;
  /** Ends every session and stream. Jobs go on. */
  close(): Promise<void>;
}

export interface HttpDoorOptions {
  /** Milliseconds. */
  readonly now: () => number;
  /** Unguessable. */
  readonly newSessionId: () => string;
}

/** Sessions of one caller at once; the one that rested longest goes. */
const mostSessionsPerOwner = 32;

/** A client of the protocol as it was in 2025. */
interface Session {
  readonly owner: string;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly server: McpServer;
  /** As the newest request has it: what its key may do can change while the session is open. */
  door: Door;
  usedAtMs: number;
}

/**
 * Serves both eras at one address. Clients of 2025 get sessions: without one the server would not know whether they can ask their user
 * before money is spent. Those of 2026 say so with each request and need none.
 */
export function createHttpDoor({ now, newSessionId }: HttpDoorOptions): HttpDoor {
  const modern = createMcpHandler((context) => createMcpServer(() => doorIn(context.authInfo), context), {
    legacy: 'reject',
  });
  const sessions = new Map<string, Session>();

  async function open(request: Request, door: Door, body: unknown): Promise<Response> {
    const { owner } = door.caller;
    let session: Session | undefined;
    const server = createMcpServer(() => session?.door ?? door, { era: 'legacy' });
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: newSessionId,
      onsessioninitialized: (id) => {
        session = { owner, transport, server, door, usedAtMs: now() };
        sessions.set(id, session);
        makeRoom(owner);
      },
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await server.connect(transport);
    return transport.handleRequest(request, { parsedBody: body });
  }

  function makeRoom(owner: string): void {
    const own = [...sessions].filter(([, session]) => session.owner === owner);
    const surplus = own.toSorted(([, one], [, other]) => other.usedAtMs - one.usedAtMs).slice(mostSessionsPerOwner);
    for (const [id, { server }] of surplus) {
      sessions.delete(id);
      void server.close();
    }
  }

  async function legacy(request: Request, door: Door, body: unknown): Promise<Response> {
    const id = request.headers.get('mcp-session-id');
    if (id === null) {
      if (isOpening(body)) return open(request, door, body);
      return refusal(
        400,
        'There is no session yet. Send initialize first, then send its Mcp-Session-Id with every request. Nothing was bought.',
      );
    }
    const session = sessions.get(id);
    // Somebody else's session is answered like one that does not exist.
    if (!session || session.owner !== door.caller.owner) {
      return refusal(
        404,
        'There is no such session. Send initialize to open a new one. No job is lost: list_jobs shows them.',
      );
    }
    session.door = door;
    session.usedAtMs = now();
    return session.transport.handleRequest(request, { parsedBody: body });
  }

  return {
    async fetch(request, { door, body }) {
      if (await isLegacyRequest(request, body)) return legacy(request, door, body);
      return modern.fetch(request, { authInfo: authInfoOf(door), parsedBody: body });
    },
    async close() {
      const open = [...sessions.values()];
      sessions.clear();
      await Promise.allSettled([modern.close(), ...open.map(({ server }) => server.close())]);
    },
  };
}

function isOpening(body: unknown): boolean {
  return [body].flat().some((message) => isInitializeRequest(message));
}

/** The door travels with the request to whoever makes its server. */
function authInfoOf(door: Door): AuthInfo {
  return { token: '', clientId: door.caller.owner, scopes: [], extra: { door } };
}

function doorIn(authInfo: AuthInfo | undefined): Door {
  const door = authInfo?.extra?.door;
  if (!door) throw new TypeError('A request without a caller.');
  return door as Door;
}

function refusal(status: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }, { status });
}
