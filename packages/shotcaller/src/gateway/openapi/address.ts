import type { z } from 'zod';
import type { Of, SentFor } from './schemas.ts';

/** One address of an API: all that it takes and answers. It stands under its method and path, `GET /v1/jobs/{id}`. */
export interface Address {
  /** The `operationId`. */
  readonly name: string;
  readonly summary: string;
  readonly description?: string;
  /** Fields by header name. */
  readonly headers?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON. It may be left out when the schema takes `undefined`. */
  readonly body?: z.ZodType;
  /** Default: the limit of the server. */
  readonly maxBodyBytes?: number;
  /** Answers by status, the errors of the API excepted. */
  readonly answers: Readonly<Record<number, AddressAnswer>>;
  /** What an error means here, by status, besides what every address may answer (`Api.errors`) and what every body or query can be refused for. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Asks for no key. Default false. */
  readonly isOpen?: boolean;
}

export interface AddressAnswer {
  readonly description: string;
  readonly json?: z.ZodType;
  /** What is not JSON of a schema of ours: JSON Schemas by media type. */
  readonly content?: Readonly<Record<string, object>>;
}

export type Addresses = Readonly<Record<`${'GET' | 'POST'} /${string}`, Address>>;

/** The addresses of an API by the group that readers find them in. */
export interface Api {
  readonly groups: Readonly<Record<string, Addresses>>;
  /** The body of every error. */
  readonly error: z.ZodType;
  /** What every address may answer. */
  readonly errors: Readonly<Record<string, string>>;
}

/** What a client sends to an address. */
export type Sent<Operation extends string, To> = Params<Operation> &
  (To extends { readonly query: infer Query extends z.ZodType } ? { readonly query?: SentFor<Query> } : unknown) &
  (To extends { readonly body: infer Body extends z.ZodType } ? { readonly body: SentFor<Body> } : unknown);

/** What the route of an address gets, once it is read. */
export type Received<Operation extends string, To> = Params<Operation> & {
  readonly [Part in keyof To & ('headers' | 'query' | 'body')]: To[Part] extends z.ZodType ? Of<To[Part]> : never;
};

/** The JSON that an address answers when it is not an error. */
export type AnswerOf<To extends Address> = {
  [Status in keyof To['answers']]: To['answers'][Status] extends { readonly json: infer Json extends z.ZodType }
    ? Of<Json>
    : never;
}[keyof To['answers']];

/** The parts of a path in braces. */
type Params<Operation extends string> = Operation extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [_ in Name]: string } & Params<Rest>
  : unknown;

export function methodAndPath(operation: string): readonly [method: string, path: string] {
  const [method = '', path = ''] = operation.split(' ');
  return [method, path];
}

const bytes = { type: 'string', format: 'binary' };

export const clip: AddressAnswer = { description: 'The clip', content: { 'video/mp4': bytes } };

/** What an address that sends a file may answer besides. */
export function rangeAnswers(type: string) {
  return {
    206: { description: 'The requested range of bytes', content: { [type]: bytes } },
    304: { description: 'The file has not changed since the ETag in If-None-Match' },
    416: { description: 'The file does not have the requested range' },
  };
}
