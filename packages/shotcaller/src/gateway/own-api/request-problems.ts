import { requirementsJsonSchema } from '@shotcaller/core';
import type { z } from 'zod';

interface RequestProblem {
  readonly field: string;
  readonly message: string;
}

/** A body can be wrong in thousands of places; who mends the first finds the next. */
const mostProblems = 50;

/** What is wrong with a request, a problem a field. A field of the requirements that stands beside them is told where it belongs. */
export function requestProblems(schema: z.ZodType, { issues }: z.ZodError): readonly RequestProblem[] {
  return issues
    .slice(0, mostProblems)
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .slice(0, mostProblems)
            .map((key) => problem([...issue.path, key], unknownField(schema, issue.path, key)))
        : problem(issue.path, issue.message),
    )
    .slice(0, mostProblems);
}

function unknownField(schema: z.ZodType, path: readonly PropertyKey[], key: string): string {
  const fields = Object.keys((schema as { readonly shape?: object }).shape ?? {});
  if (path.length > 0 || fields.length === 0) return 'There is no such field.';
  if (fields.includes('requirements') && Object.hasOwn(requirementsJsonSchema().properties ?? {}, key))
    return `It belongs in requirements: {"requirements": {"${key}": …}}.`;
  return `There is no such field. The fields are ${fields.join(', ')}.`;
}

function problem(path: readonly PropertyKey[], message: string): RequestProblem {
  return { field: path.join('.').slice(0, 200), message: message.slice(0, 500) };
}
