import { profiles, requirementsJsonSchema } from '@shotcaller/core';

interface FieldSchema {
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** How requirements are written, from the schema itself. */
export function requirementsGuide(): string {
  const { properties } = requirementsJsonSchema() as { readonly properties: Readonly<Record<string, FieldSchema>> };
  const fields = Object.entries(properties).map(
    ([name, schema]) => `- \`${name}\`: ${schema.description ?? ''}${valuesOf(schema)}`,
  );
  const weighings = Object.entries(profiles).map(
    ([name, { speed, cost, quality }]) => `- \`${name}\`: speed ${speed}, cost ${cost}, quality ${quality}`,
  );
  return [
    '# Requirements of a clip',
    '',
    'Every field is a hard limit: a model that cannot meet one is rejected, with the reason. Leave out what does not matter. For fields that you leave out, the cheapest value that fits is used.',
    '',
    ...fields,
    '',
    'Example: `{"prompt": "a paper boat on a puddle", "durationSeconds": 5, "resolution": "720p", "aspectRatio": "9:16", "audio": false, "maxUsd": 0.5}`',
    '',
    '# Profiles',
    '',
    'A profile says how the models that fit are ranked. To set your own weights, use `weights`.',
    '',
    ...weighings,
    '',
  ].join('\n');
}

function valuesOf({ enum: values, minimum, maximum }: FieldSchema): string {
  if (values) return ` One of ${values.map((value) => JSON.stringify(value)).join(', ')}.`;
  if (minimum !== undefined && maximum !== undefined) return ` ${minimum} to ${maximum}.`;
  return '';
}
