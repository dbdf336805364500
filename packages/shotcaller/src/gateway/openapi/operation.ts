import { z } from 'zod';

/** The words that paths are written in. */

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Answer>>;
  readonly security?: readonly object[];
}

/** What stands under a status. */
export interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

export const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

export const keyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A repeated submit with this key returns the first job. With another body it is refused.',
  schema: { type: 'string', maxLength: 255 },
};

export function ref(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}

/** A JSON answer of one of these schemas. */
export function json(description: string, ...names: readonly string[]): Answer {
  const [only, ...others] = names.map(ref);
  return {
    description,
    content: { 'application/json': { schema: others.length === 0 ? only! : { anyOf: [only, ...others] } } },
  };
}

/** Statuses that have one schema. */
export function statuses(name: string, said: Readonly<Record<string, string>>): Record<string, Answer> {
  return Object.fromEntries(Object.entries(said).map(([status, description]) => [status, json(description, name)]));
}

export function body(name: string, required = true): object {
  return { required, content: { 'application/json': { schema: ref(name) } } };
}

/** The answers of an address that sends a file. */
export function fileAnswers(description: string, type: string, schema: object): Record<string, Answer> {
  return {
    200: { description, content: { [type]: { schema } } },
    206: { description: 'A range of its bytes', content: { [type]: { schema: { type: 'string', format: 'binary' } } } },
    304: { description: 'As in If-None-Match' },
    416: { description: 'No such range' },
  };
}

export const clip: readonly [type: string, schema: object] = ['video/mp4', { type: 'string', format: 'binary' }];

export function queryOf(schema: z.ZodObject): readonly object[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: false,
    schema: property,
  }));
}
