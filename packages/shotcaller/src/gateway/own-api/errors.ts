import { problemText, RequirementsError, UnknownModelError, WeightsError } from '@shotcaller/core';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refused } from '../guards/identify.ts';
import { type StructureProblem, structureProblemText } from '../guards/json-bounds.ts';
import type { BodyProblem } from '../guards/read-body.ts';
import type { GatewayEnvironment } from '../routes-context.ts';
import type { ApiError } from './addresses/own-api.ts';

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
      message: 'The requirements are not valid. Nothing was bought. `problems` lists each field.',
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
      {
        code: 'catalog_unavailable',
        message: 'The list of models cannot be read right now. Nothing was bought; try again.',
      },
      { 'Retry-After': '5' },
    );
  }
  return undefined;
}

export function renderProblem(c: Context<GatewayEnvironment>, { status, error, headers }: ApiProblem): Response {
  c.set('errorCode', error.code);
  return c.json({ error } satisfies ApiError, status as ContentfulStatusCode, { ...headers });
}

export function identityProblem(why: Refused): ApiProblem {
  switch (why) {
    case 'no_key':
      return new ApiProblem(
        401,
        {
          code: 'key_missing',
          message:
            'The client key is missing. Send it as Authorization: Bearer shot_…; shotcaller keys add NAME makes one.',
        },
        {
          'WWW-Authenticate': 'Bearer',
        },
      );
    case 'bad_key':
      return new ApiProblem(401, {
        code: 'key_unknown',
        message:
          'This server does not know this client key; it may be revoked. shotcaller keys list shows the valid ones.',
      });
    case 'key_share_used':
      return shareUsed('This key has too many requests in progress. Wait until some of them are answered.');
    default:
      return new ApiProblem(403, { code: why, message: 'This server answers its own machine and its own pages only.' });
  }
}

export function rateLimited(retryAfterSeconds: number): ApiProblem {
  return new ApiProblem(
    429,
    {
      code: 'rate_limited',
      message: `The rate limit of this key is reached. Nothing was bought. Try again in ${retryAfterSeconds} s.`,
    },
    { 'Retry-After': String(retryAfterSeconds) },
  );
}

/** The key has too much of something under way: others need their share. */
export function shareUsed(message: string): ApiProblem {
  return new ApiProblem(429, { code: 'key_share_used', message }, { 'Retry-After': '1' });
}

/** Refuses everybody but the user of this machine and keys made with `--admin`. */
export function mustAdminister(c: Context<GatewayEnvironment>): void {
  if (c.get('caller').seesAll) return;
  throw new ApiProblem(403, {
    code: 'admin_key_needed',
    message: 'This needs a client key that was made with --admin.',
  });
}

export function notFound(what: string): ApiProblem {
  return new ApiProblem(404, { code: 'not_found', message: `${what} was not found.` });
}

export function bodyProblem(problem: BodyProblem): ApiProblem {
  if (problem === 'over_share')
    return shareUsed('This key is sending too much data at once. Send one request after the other.');
  if (problem in structureProblemText) {
    return new ApiProblem(400, { code: `body_${problem}`, message: structureProblemText[problem as StructureProblem] });
  }
  const [status, message] = {
    too_large: [413, 'The body is larger than this server accepts. Nothing was bought.'] as const,
    not_json: [400, 'The body is not valid JSON. Nothing was bought.'] as const,
    wrong_type: [415, 'The Content-Type must be application/json. Nothing was bought.'] as const,
    went_away: [408, 'The body did not arrive completely. Nothing was bought; send it again.'] as const,
  }[problem as Exclude<BodyProblem, StructureProblem | 'over_share'>];
  return new ApiProblem(status, { code: `body_${problem}`, message });
}
