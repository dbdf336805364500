import type { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import { readJsonBody } from '../guards/read-body.ts';
import { type Address, type Addresses, type AnswerOf, methodAndPath, type Received } from '../openapi/address.ts';
import { isOptional } from '../openapi/schemas.ts';
import type { GatewayContext, GatewayEnvironment, RoutesContext } from '../routes-context.ts';
import { ApiProblem, bodyProblem } from './errors.ts';
import { requestProblems } from './request-problems.ts';

/** What serves each address of a group: it gets the request read and valid, and returns the JSON to answer, or a whole response. */
type Routes<Group> = {
  readonly [Operation in keyof Group & string]: (
    c: GatewayContext,
    request: Received<Operation, Group[Operation]>,
  ) => Served<Group[Operation]> | Promise<Served<Group[Operation]>>;
};

type Served<To> = Response | (To extends Address ? AnswerOf<To> : never);

/**
 * Serves a group of addresses. JSON is answered with the status that the route sets by `c.status`, by default with the lowest success
 * that the address lists. A method that a path does not have is refused with 405.
 */
export function serve<Group extends Addresses>(
  app: Hono<GatewayEnvironment>,
  { limits: { maxBodyBytes } }: Pick<RoutesContext, 'limits'>,
  addresses: Group,
  routes: Routes<NoInfer<Group>>,
): void {
  const methodsByPath = new Map<string, string[]>();
  for (const [operation, address] of Object.entries<Address>(addresses)) {
    const [method, path] = methodAndPath(operation);
    const pattern = path.replace(/^\/v1/, '').replaceAll(/\{(\w+)\}/g, ':$1');
    const route = routes[operation as keyof Group & string] as (c: GatewayContext, request: unknown) => unknown;
    const success = Math.min(...Object.keys(address.answers).map(Number)) as ContentfulStatusCode;
    methodsByPath.set(pattern, [
      ...(methodsByPath.get(pattern) ?? []),
      ...(method === 'GET' ? ['GET', 'HEAD'] : [method]),
    ]);
    app.on(method, pattern, async (c) => {
      const request = await requestOf(c, address, maxBodyBytes);
      c.status(success);
      const answer = await route(c, request);
      return answer instanceof Response ? answer : jsonAnswer(c, answer as object);
    });
  }
  for (const [pattern, methods] of methodsByPath) {
    const allow = methods.join(', ');
    app.all(pattern, () => {
      throw new ApiProblem(
        405,
        { code: 'method_not_allowed', message: `This address only accepts ${allow}.` },
        { Allow: allow },
      );
    });
  }
}

/** From this length on, in characters, a text is sent as bytes: the server would count and encode it again, at several times the price. */
const longText = 65_536;

function jsonAnswer(c: GatewayContext, answer: object): Response {
  const text = JSON.stringify(answer);
  return c.body(text.length < longText ? text : Buffer.from(text), {
    headers: { 'Content-Type': 'application/json' },
  });
}

async function requestOf(c: GatewayContext, { headers, query, body, ...address }: Address, maxBytes: number) {
  return {
    ...c.req.param(),
    ...(headers && { headers: valid(headers, headersOf(c, headers)) }),
    ...(query && { query: valid(query, c.req.query()) }),
    ...(body && { body: valid(body, await bodyOf(c, body, address.maxBodyBytes ?? maxBytes)) }),
  };
}

function headersOf(c: GatewayContext, { shape }: z.ZodObject): Record<string, string> {
  return Object.fromEntries(
    Object.keys(shape).flatMap((name) => {
      const value = c.req.header(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

async function bodyOf(c: GatewayContext, schema: z.ZodType, maxBytes: number): Promise<unknown> {
  if (isOptional(schema) && c.req.header('content-type') === undefined) return undefined;
  const read = await readJsonBody(c.req.raw, { maxBytes, takeBytes: c.get('share').takeBytes });
  if ('problem' in read) throw bodyProblem(read.problem);
  return read.value;
}

function valid(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiProblem(400, {
    code: 'request_invalid',
    message:
      'The request is not valid. Nothing was bought. `problems` lists each field; /openapi.json describes the request.',
    problems: requestProblems(schema, parsed.error),
  });
}
