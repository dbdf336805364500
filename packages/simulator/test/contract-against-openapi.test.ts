import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from './client-calls.ts';
import { type ContractAnswer, contract } from './contract.ts';
import { escapes } from './schema-containment.ts';

// OpenRouter's API description is not this project's to publish. A maintainer who keeps it beside the repository compares the contract
// with it; elsewhere there is no such test, and the answers are held against the contract alone (conformance.test.ts).
const openApiFile = new URL('../../../../shared/reference/videos.openapi.json', import.meta.url);
const compares = existsSync(openApiFile);

describe('our contract', () => {
  if (compares)
    it("admits nothing that OpenRouter's own description refuses", () => {
      const openApi: Json = JSON.parse(readFileSync(openApiFile, 'utf8'));
      const compared = contract.answers.filter((answer) => theirSchema(openApi, answer) !== undefined);
      for (const answer of compared) {
        const ours = { schema: contract.$defs[answer.schema!], document: contract };
        const theirs = { schema: theirSchema(openApi, answer), document: openApi };
        expect(escapes(ours, theirs), `${answer.operation} ${answer.status} ${answer.schema}`).toEqual([]);
      }
      // What their description does not have: the second shape of a 400, and what is no JSON.
      expect(
        contract.answers.filter((answer) => !compared.includes(answer)).map(({ schema, type }) => schema ?? type),
      ).toEqual(['zodError', 'text/html', 'text/html', 'video/mp4', 'zodError']);
    });

  const text = { type: 'string' };
  it.each([
    ['a type more', { type: ['string', 'null'] }, text],
    ['a value more', { enum: ['a', 'b'] }, { type: 'string', enum: ['a'] }],
    ['any text for a fixed one', text, { type: 'string', enum: ['a'] }],
    ['a field that may be missing', { type: 'object' }, { type: 'object', required: ['a'] }],
    ['a field of another type', { type: 'object', properties: { a: { type: 'number' } } }, { properties: { a: text } }],
    ['a field of any type', { type: 'object' }, { properties: { a: text } }],
    ['items of any type', { type: 'array' }, { type: 'array', items: text }],
    ['a branch of another type', { oneOf: [text, { type: 'null' }] }, text],
  ])('%s would be noticed', (_what, narrow, wide) => {
    expect(escapes({ schema: narrow, document: {} }, { schema: wide, document: {} })).not.toEqual([]);
    expect(escapes({ schema: wide, document: {} }, { schema: wide, document: {} })).toEqual([]);
  });
});

/** Their schema for one of our answers: of the call, else the general one of the status. */
function theirSchema(openApi: Json, { operation, status, type, schema }: ContractAnswer): Json {
  if (type !== 'application/json' || schema === 'zodError') return undefined;
  const { method, path } = contract.operations[operation]!;
  const own = openApi.paths[path]?.[method.toLowerCase()]?.responses[status]?.content?.[type]?.schema;
  return own ?? openApi.components.schemas[schemaOfStatus[status]!];
}

const schemaOfStatus: Readonly<Record<number, string>> = {
  401: 'UnauthorizedResponse',
  404: 'NotFoundResponse',
  429: 'TooManyRequestsResponse',
  502: 'BadGatewayResponse',
  503: 'ServiceUnavailableResponse',
  524: 'EdgeNetworkTimeoutResponse',
  529: 'ProviderOverloadedResponse',
};
