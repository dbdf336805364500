import { requirementsJsonSchema } from '@shotcaller/core';
import { shotFields } from './shot-fields.ts';

/** A shot list as YAML or JSON, as JSON Schema (draft 2020-12). A line of JSON Lines is one entry of `shots`. */
export function shotListJsonSchema(): Readonly<Record<string, unknown>> {
  const { properties } = requirementsJsonSchema() as { readonly properties: Readonly<Record<string, object>> };
  const fields = shotFields.map(({ name, requirement, says, json }) => {
    const own = json ?? (requirement === undefined ? {} : properties[requirement]);
    return [name, { ...own, description: says }] as const;
  });
  const withoutId = fields.filter(([name]) => name !== 'id' && name !== 'continues');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Shot list',
    description: 'Clips to make in one batch.',
    type: 'object',
    required: ['shots'],
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      name: { type: 'string', description: 'Part of the dedupe keys. Default: the name of the file.' },
      defaults: {
        type: 'object',
        description: 'For all shots that say nothing themselves.',
        additionalProperties: false,
        properties: Object.fromEntries(withoutId),
      },
      shots: {
        type: 'array',
        minItems: 1,
        maxItems: 10_000,
        items: {
          type: 'object',
          required: ['id'],
          additionalProperties: false,
          properties: Object.fromEntries(fields),
        },
      },
    },
  };
}
