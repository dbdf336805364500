import { nearestWord } from '@shotcaller/core';
import type { z } from 'zod';
import { lightRequirements } from './schemas/light-requirements.ts';
import { type Tool, ToolProblem } from './tool.ts';

/** The schema for clients to see. What they send is read by `readArguments`, which refuses it in the form of every other refusal. */
export function shownSchema(input: z.ZodObject) {
  const { validate: _, ...shown } = input['~standard'];
  return { '~standard': { ...shown, validate: (value: unknown) => ({ value: value as Record<string, unknown> }) } };
}

/** Throws ToolProblem `arguments_invalid`, with what is wrong of each. */
export function readArguments({ name, input }: Tool, given: unknown): z.output<z.ZodObject> {
  const read = input.safeParse(given);
  if (read.success) return read.data;
  const problems = read.error.issues.flatMap((issue) => problemsOf(issue, name, input));
  throw new ToolProblem(
    'arguments_invalid',
    `The arguments of ${name} are not valid. Nothing was bought by this call. ${problems.map(({ message }) => message).join(' ')}`,
    'Fix these arguments and call again.',
    { problems },
  );
}

function problemsOf(issue: z.core.$ZodIssue, name: string, { shape }: z.ZodObject) {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys' && field === '') {
    return issue.keys.map((key) => ({ field: key, message: `${name} has no argument ${key}.${hintFor(key, shape)}` }));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.endsWith('undefined'))
    return [{ field, message: `${field} is missing.` }];
  return [{ field, message: `${field}: ${issue.message}.` }];
}

function hintFor(key: string, shape: z.ZodObject['shape']): string {
  if ('requirements' in shape && Object.hasOwn(lightRequirements, key))
    return ` Pass it in requirements: {"requirements": {"${key}": …}}.`;
  const nearest = nearestWord(key, Object.keys(shape));
  return nearest === null ? ` It takes ${Object.keys(shape).join(', ')}.` : ` Did you mean ${nearest}?`;
}
