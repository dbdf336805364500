import { requirementsJsonSchema } from '@shotcaller/core';
import { z } from 'zod';

/** The schemas that the OpenAPI document lists under a name of their own; others stand where they are used. */
const listed = z.registry<{ readonly id: string }>();

/** Lists a schema under a name. */
export function named<Schema extends z.ZodType>(name: string, schema: Schema): Schema {
  listed.add(schema, { id: name });
  return schema;
}

/**
 * Takes a schema that describes exactly a type that is defined elsewhere, optional fields included: any other does not compile, so
 * a new field needs its description. With a name the document lists it.
 */
export function describes<Type>(name?: string) {
  return <Schema extends z.ZodType>(schema: Schema & Checked<z.output<Schema>, Type>): Schema =>
    name === undefined ? schema : named(name, schema);
}

/** A listed object. */
export function object<Shape extends z.ZodRawShape>(name: string, description: string, shape: Shape) {
  return named(name, z.object(shape).describe(description));
}

/** A listed object that describes exactly a type that is defined elsewhere. */
export function objectOf<Type>() {
  return <Shape extends z.ZodRawShape>(name: string, description: string, shape: Shape & ShapeOf<Shape, Type>) =>
    object<Shape>(name, description, shape);
}

/** The fields of such an object, for one that has more. */
export function fieldsOf<Type>() {
  return <Shape extends z.ZodRawShape>(shape: Shape & ShapeOf<Shape, Type>): Shape => shape;
}

/** What a value of a schema is once it is read: what routes get, and what they return. */
export type Of<Schema extends z.ZodType> = ReadOnly<z.output<Schema>>;

/** What may be sent for a schema to read. */
export type SentFor<Schema extends z.ZodType> = ReadOnly<z.input<Schema>>;

export function isOptional(schema: z.ZodType): schema is z.ZodOptional<z.ZodType> {
  return schema instanceof z.ZodOptional;
}

export function referTo(schema: z.ZodType): object {
  const id = listed.get(isOptional(schema) ? schema.unwrap() : schema)?.id;
  if (id === undefined) throw new TypeError('A body or an answer has a schema without a name.');
  return { $ref: `#/components/schemas/${id}` };
}

/** Every listed schema by its name, as sent by whoever writes it: answers stay open for fields to come. */
export function componentSchemas(): Readonly<Record<string, object>> {
  const { schemas } = z.toJSONSchema(listed, { ...asSent, uri: (id) => `#/components/schemas/${id}` });
  const components = { Requirements: requirementsJsonSchema(), ...schemas };
  return Object.fromEntries(
    Object.entries(components).map(([name, schema]) => [name, withoutAddress(schema as Record<string, unknown>)]),
  );
}

/** The fields of an object as JSON Schemas. */
export function jsonFieldsOf(schema: z.ZodObject): readonly (readonly [name: string, schema: object])[] {
  return Object.entries(z.toJSONSchema(schema, asSent).properties ?? {}) as [string, object][];
}

const asSent: z.core.ToJSONSchemaParams = {
  io: 'input',
  unrepresentable: 'any',
  override: ({ jsonSchema }) => {
    // That a number is safe is not worth saying.
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  },
};

/** Within one document a schema needs no dialect and no address of its own. */
function withoutAddress({ $schema: _, $id: __, ...schema }: Readonly<Record<string, unknown>>): object {
  return schema;
}

type ShapeOf<Shape extends z.ZodRawShape, Type> = Checked<z.output<z.ZodObject<Shape>>, Type>;

/** On a mismatch the compiler's message names the fields. */
type Checked<Described, Type> =
  Same<Plain<Described>, Plain<Type>> extends true
    ? unknown
    : { readonly fieldsThatDiffer: Different<Plain<Described>, Plain<Type>> };

type Different<One, Other> = {
  [Name in keyof One | keyof Other]: Name extends keyof One & keyof Other
    ? Same<One[Name], Other[Name]> extends true
      ? never
      : Name
    : Name;
}[keyof One | keyof Other];

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

type Atom = string | number | boolean | null | undefined;

/** The same type without `readonly`, all the way down. */
type Plain<T> = T extends Atom ? T : T extends object ? { -readonly [Name in keyof T]: Plain<T[Name]> } : T;

type ReadOnly<T> = T extends Atom ? T : T extends object ? { readonly [Name in keyof T]: ReadOnly<T[Name]> } : T;
