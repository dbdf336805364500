import { openrouterApi } from '../openrouter-shape/addresses.ts';
import { ownApi } from '../own-api/addresses/own-api.ts';
import { type Address, type AddressAnswer, type Api, methodAndPath } from './address.ts';
import { componentSchemas, isOptional, jsonFieldsOf, referTo } from './schemas.ts';

export interface OpenapiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly securitySchemes: object; readonly schemas: Readonly<Record<string, object>> };
  readonly security: readonly object[];
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: object;
}

type Content = Readonly<Record<string, { readonly schema: object }>>;

/** OpenAPI 3.1 of both APIs, from the addresses that are served and the schemas that requests are read with and answers are typed by. */
export function openapiDocument(version: string): OpenapiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const api of [openrouterApi, ownApi] as readonly Api[]) {
    for (const [tag, addresses] of Object.entries(api.groups)) {
      for (const [operation, address] of Object.entries(addresses)) {
        const [method, path] = methodAndPath(operation);
        paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(path, address, tag, api) };
      }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shotcaller gateway',
      version,
      description:
        'Choose a video model, know what the clip will cost, and get exactly one video for one bill. On your own machine (loopback) no key is needed; a server requires `Authorization: Bearer shot_…`. Amounts are exact decimals in strings, null means not known, and later versions may add fields to answers.',
    },
    security: [{ clientKey: [] }, {}],
    paths,
    components: {
      securitySchemes: {
        clientKey: { type: 'http', scheme: 'bearer', description: 'A key made with `shotcaller keys add`.' },
      },
      schemas: componentSchemas(),
    },
  };
}

function operationOf(path: string, address: Address, tag: string, api: Api): Operation {
  const { name, summary, description, headers, query, body } = address;
  const parameters: readonly Parameter[] = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => parameter('path', part, { type: 'string' }, true)),
    ...(headers ? jsonFieldsOf(headers) : []).map(([field, schema]) => parameter('header', field, schema)),
    ...(query ? jsonFieldsOf(query) : []).map(([field, schema]) => parameter('query', field, schema)),
  ];
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: !isOptional(body), content: json([body]) } }),
    responses: responsesOf(address, api),
  };
}

function responsesOf({ answers, errors, headers, query, body, isOpen }: Address, api: Api): Operation['responses'] {
  const { 401: key, ...others } = api.errors;
  const said = {
    ...others,
    ...(!isOpen && key !== undefined && { 401: key }),
    ...((body ?? query ?? headers) && ofRequest),
    ...(body && ofBody),
    ...errors,
  };
  const refusals = Object.entries(said).map(([status, description]) => [
    status,
    { description, content: json([api.error]) },
  ]);
  return {
    ...Object.fromEntries(refusals),
    ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, responseOf(status, answer, api)])),
  };
}

/** Under the status of an error the API's own error is a possible answer too. */
function responseOf(status: string, { description, json: schema, content }: AddressAnswer, { error }: Api) {
  const all = {
    ...(schema && json(Number(status) < 400 ? [schema] : [schema, error])),
    ...Object.fromEntries(Object.entries(content ?? {}).map(([type, inner]) => [type, { schema: inner }])),
  };
  return { description, ...(Object.keys(all).length > 0 && { content: all }) };
}

const ofRequest = { 400: 'The request does not have the form described here; nothing was bought' };
const ofBody = {
  408: 'The body did not arrive completely',
  413: 'The body is too large',
  415: 'Send the body as application/json',
};

function parameter(where: Parameter['in'], name: string, described: object, required = false): Parameter {
  const { description, ...schema } = described as { readonly description?: string };
  return { name, in: where, required, ...(description !== undefined && { description }), schema };
}

function json(schemas: readonly NonNullable<AddressAnswer['json']>[]): Content {
  const [only, ...others] = schemas.map(referTo);
  return { 'application/json': { schema: others.length === 0 ? only! : { anyOf: [only, ...others] } } };
}
