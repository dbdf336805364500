import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Json } from './client-calls.ts';

export interface ContractAnswer {
  readonly operation: 'submit' | 'poll' | 'content' | 'models' | 'other';
  readonly status: number;
  readonly type: string;
  /** A name in `$defs`; absent where the body is no JSON. */
  readonly schema?: string;
  readonly absentHeaders?: readonly string[];
  readonly startsWithHex?: string;
  readonly evidence: readonly { readonly grade: string; readonly source: string }[];
}

interface Contract {
  readonly grades: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, { readonly what: string; readonly date: string }>>;
  readonly operations: Readonly<Record<string, { readonly method: string; readonly path: string }>>;
  readonly answers: readonly ContractAnswer[];
  readonly webhook: Pick<ContractAnswer, 'evidence'> & {
    readonly schema: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly $defs: Readonly<Record<string, Json>>;
}

/** Our own description of OpenRouter's video API. */
export const contract: Contract = JSON.parse(
  readFileSync(new URL('../contract/openrouter-videos.contract.json', import.meta.url), 'utf8'),
);

const ajv = new Ajv2020({ strict: false });
ajv.addSchema({ $defs: contract.$defs }, 'contract');

/** Why a body is not what a schema of the contract says; empty when it is. */
export function bodyProblems(schema: string, body: unknown): readonly string[] {
  const validate = ajv.getSchema(`contract#/$defs/${schema}`)!;
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${schema}${instancePath} ${message}`);
}

/** Why an answer is none that the contract has for the operation; empty when it is. Reads the body, of a file its beginning. */
export async function answerProblems(
  operation: ContractAnswer['operation'],
  answer: Response,
): Promise<readonly string[]> {
  const type = (answer.headers.get('content-type') ?? '').split(';')[0]!;
  const rows = contract.answers.filter(
    (row) => row.operation === operation && row.status === answer.status && row.type === type,
  );
  const beginning = type === 'application/json' ? '' : await readBeginning(answer);
  if (rows.length === 0) return [`${operation} has no answer ${answer.status} ${type}`];
  const body: unknown = type === 'application/json' ? await answer.json() : undefined;
  const problems = rows.map(({ schema, absentHeaders = [], startsWithHex = '' }) => [
    ...(schema === undefined ? [] : bodyProblems(schema, body)),
    ...absentHeaders.filter((name) => answer.headers.has(name)).map((name) => `${name} is there`),
    ...(beginning.startsWith(startsWithHex) ? [] : [`the body begins with ${beginning}`]),
  ]);
  return problems.some((list) => list.length === 0) ? [] : problems.flat();
}

/** The first twelve bytes in hexadecimal. */
async function readBeginning(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  const first = await reader?.read().catch(() => undefined);
  await reader?.cancel().catch(() => {});
  return Buffer.from(first?.value ?? [])
    .subarray(0, 12)
    .toString('hex');
}
