import { requirementsJsonSchema } from '@shotcaller/core';

type Schema = Readonly<Record<string, unknown>>;

const { properties } = requirementsJsonSchema() as { readonly properties: Readonly<Record<string, Schema>> };

/**
 * What only refuses a value, and does not help to write one. Every agent carries these schemas in its context for the whole session; core reads
 * the values itself, and its sentences say what is wrong with one.
 */
const refusing = new Set(['pattern', 'minLength', 'maxLength', 'maxItems', 'minProperties', 'additionalProperties']);

/** The fields as an agent needs them to fill them in: names, types, values, bounds and meaning. */
export const lightRequirements: Readonly<Record<string, Schema>> = Object.fromEntries(
  Object.entries(properties).map(([name, schema]) => [name, light(schema)]),
);

function light(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(([keyword]) => !refusing.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, lightPart(keyword, value)]));
}

function lightPart(keyword: string, value: unknown): unknown {
  if (keyword === 'anyOf') return (value as readonly Schema[]).map(light);
  if (keyword === 'items') return light(value as Schema);
  if (keyword !== 'properties') return value;
  return Object.fromEntries(Object.entries(value as Schema).map(([name, schema]) => [name, light(schema as Schema)]));
}
