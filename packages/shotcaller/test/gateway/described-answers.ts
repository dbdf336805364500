import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { OpenapiDocument } from '../../src/gateway/openapi/document.ts';
import { readEvents } from './read-events.ts';
import type { SimulatedGateway } from './simulated-gateway.ts';

export interface DescribedAnswers {
  /** All that the document lists: `GET /v1/jobs`. */
  readonly operations: readonly string[];
  /** Calls an operation, `id` in place of the `{id}` of its path, and holds the answer against the document; returns its JSON. */
  call<Value = unknown>(operation: string, request: DescribedRequest): Promise<Value>;
  /** Reads a stream of events until there is enough, and holds each against the document. */
  hear(stream: Response, enough: Parameters<typeof readEvents>[1]): Promise<void>;
}

export interface DescribedRequest {
  readonly id?: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
}

/**
 * Holds answers against the served `/openapi.json`: the status must be listed, types must fit, and no answer may have a field that is
 * not described, at any depth, unless its schema says that further fields are as others sent them.
 */
export async function describedAnswers(
  home: SimulatedGateway,
  /** Serves the document; default the gateway that is called. */
  describer = home,
): Promise<DescribedAnswers> {
  const document = (await (await describer.call('/openapi.json')).json()) as OpenapiDocument;
  const asServed = checksOf(document.components.schemas);
  const closed = checksOf(withoutFurtherFields(document.components.schemas) as Record<string, object>);

  function hold(said: string, schema: object, value: unknown): void {
    for (const validate of [asServed(schema), closed(schema)]) {
      const problems = validate(value)
        ? []
        : validate.errors!.map(({ instancePath, message, params }) => [said, instancePath, message, params]);
      expect(problems).toEqual([]);
    }
  }

  return {
    operations: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
    async call(operation, { id = 'gen-vid-none', query = '', body, headers = {}, status }) {
      const [method = '', path = ''] = operation.split(' ');
      const answer = await home.call(`${path.replace('{id}', encodeURIComponent(id))}${query}`, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const said = `${operation} ${answer.status}`;
      const text = await answer.text();
      expect([said, text.slice(0, 500)]).toEqual([`${operation} ${status}`, text.slice(0, 500)]);
      const { responses } = document.paths[path]![method.toLowerCase()]!;
      const described = responses[status] ?? responses[`${String(status)[0]}XX`];
      if (!described) throw new Error(`${said}: the document does not list this status: ${text.slice(0, 200)}`);
      const type = answer.headers.get('content-type')?.split(';')[0] ?? null;
      if (!described.content) {
        expect([said, text]).toEqual([said, '']);
        return undefined as never;
      }
      expect(Object.keys(described.content)).toContain(type);
      if (type !== 'application/json' || status === 206) return text as never;
      const value: unknown = JSON.parse(text);
      hold(said, described.content[type]!.schema, value);
      return value as never;
    },
    async hear(stream, enough) {
      const { content } = document.paths['/v1/events']!.get!.responses[200]!;
      const { 'x-event-data': schema } = content!['text/event-stream']!.schema as { 'x-event-data': object };
      expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
      for (const { event } of await readEvents(stream, enough)) hold(`an event ${event.kind}`, schema, event);
    },
  };
}

function checksOf(schemas: Readonly<Record<string, object>>): (schema: object) => ValidateFunction {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    keywords: ['components'],
    formats: {
      date: /^\d{4}-\d{2}-\d{2}$/,
      'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
      uri: /^\w+:/,
    },
  });
  ajv.addSchema({ $id: 'document', components: { schemas } });
  const known = new Map<object, ValidateFunction>();
  return (schema) => {
    const inDocument = JSON.stringify(schema).replaceAll('"#/', '"document#/');
    const validate = known.get(schema) ?? ajv.compile(JSON.parse(inDocument));
    known.set(schema, validate);
    return validate;
  };
}

/** The same schemas, open no more where they did not say what further fields may be. */
function withoutFurtherFields(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutFurtherFields);
  if (schema === null || typeof schema !== 'object') return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, withoutFurtherFields(value)]));
  return 'properties' in schema && 'type' in schema && !('additionalProperties' in schema)
    ? { ...inner, additionalProperties: false }
    : inner;
}
