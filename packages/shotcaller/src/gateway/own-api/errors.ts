import { problemText, RequirementsError, UnknownModelError, WeightsError } from '@shotcaller/core';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import type { ApiError } from '../api.types.ts';
import type { Identified } from '../guards/identify.ts';
import { type BodyProblem, readJsonBody } from '../guards/read-body.ts';
import type { GatewayEnvironment } from '../routes-context.ts';

/** An answer of our own API that is no success. Thrown in routes, rendered in one place. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;

  constructor(
    readonly status: number,
    readonly error: ApiError['error'],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(error.message);
    this.code = error.code;
  }
}

/** The problem that an error of core stands for; others are thrown on. */
export function asProblem(error: unknown): ApiProblem | undefined {
  if (error instanceof ApiProblem) return error;
  if (error instanceof RequirementsError) {
    return new ApiProblem(422, {
      code: 'requirements_invalid',
      message: 'The requirements cannot be read.',
      problems: error.problems.map((problem) => ({ field: problem.field, message: problemText(problem) })),
    });
  }
  if (error instanceof UnknownModelError) {
    return new ApiProblem(404, { code: error.code, message: error.message, nearest: error.nearest });
  }
  if (error instanceof WeightsError) return new ApiProblem(422, { code: 'weights_invalid', message: error.message });
  if ((error as { name?: string }).name === 'CatalogUnavailable') {
    return new ApiProblem(
      503,
      { code: 'catalog_unavailable', message: 'The list of models cannot be read now.' },
      { 'Retry-After': '5' },
    );
  }
  return undefined;
}

export function renderProblem(c: Context<GatewayEnvironment>, { status, error, headers }: ApiProblem): Response {
  c.set('errorCode', error.code);
  return c.json({ error } satisfies ApiError, status as ContentfulStatusCode, { ...headers });
}

export function identityProblem(why: Identified): ApiProblem {
  switch (why) {
    case 'no_key':
      return new ApiProblem(
        401,
        { code: 'key_missing', message: 'Send a key of this server: Authorization: Bearer shot_…' },
        {
          'WWW-Authenticate': 'Bearer',
        },
      );
    case 'bad_key':
      return new ApiProblem(401, { code: 'key_unknown', message: 'This server does not know that key.' });
    default:
      return new ApiProblem(403, { code: why, message: 'This server answers its own machine and its own pages only.' });
  }
}

export function notFound(what: string): ApiProblem {
  return new ApiProblem(404, { code: 'not_found', message: `${what} was not found.` });
}

/** Reads and validates a JSON body. */
export async function readBody<Schema extends z.ZodType>(
  c: Context<GatewayEnvironment>,
  schema: Schema,
  maxBytes: number,
): Promise<z.infer<Schema>> {
  const read = await readJsonBody(c.req.raw, maxBytes);
  if ('problem' in read) throw bodyProblem(read.problem);
  return valid(schema, read.value);
}

export function readQuery<Schema extends z.ZodType>(c: Context<GatewayEnvironment>, schema: Schema): z.infer<Schema> {
  return valid(schema, c.req.query());
}

function valid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiProblem(400, {
    code: 'request_invalid',
    message: 'The request does not have the form that this address takes; /openapi.json describes it.',
    problems: parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
  });
}

function bodyProblem(problem: BodyProblem): ApiProblem {
  const [status, message] = {
    too_large: [413, 'The body is larger than this server takes.'] as const,
    not_json: [400, 'The body is not JSON.'] as const,
    wrong_type: [415, 'Send the body as application/json.'] as const,
    went_away: [408, 'The body did not arrive whole.'] as const,
  }[problem];
  return new ApiProblem(status, { code: `body_${problem}`, message });
}
