import type { z } from 'zod';

/** Takes a schema that describes exactly the type that routes return, optional fields included; any other does not compile. */
export function describes<Answer>() {
  return <Schema extends z.ZodType>(schema: Schema & Checked<z.output<Schema>, Answer>): Schema => schema;
}

/** What routes return, for an answer whose type is its schema's. */
export type AnswerOf<Schema extends z.ZodType> = ReadOnly<z.output<Schema>>;

/** On a mismatch the compiler's message names the fields. */
type Checked<Described, Answer> =
  Same<Plain<Described>, Plain<Answer>> extends true
    ? unknown
    : { readonly fieldsThatDiffer: Different<Plain<Described>, Plain<Answer>> };

type Different<One, Other> = {
  [Name in keyof One | keyof Other]: Name extends keyof One & keyof Other
    ? Same<One[Name], Other[Name]> extends true
      ? never
      : Name
    : Name;
}[keyof One | keyof Other];

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

/** The same type without `readonly`, all the way down. */
type Plain<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { -readonly [Name in keyof T]: Plain<T[Name]> }
      : T;

type ReadOnly<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly ReadOnly<Item>[]
    : T extends object
      ? { readonly [Name in keyof T]: ReadOnly<T[Name]> }
      : T;
