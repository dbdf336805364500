import { type Preferences, type RequirementsInput, requirementsJsonSchema } from '@shotcaller/core';
import { z } from 'zod';
import { modelField, preferenceFields, sentenceField } from '../../choice/brief-fields.ts';

const { properties } = requirementsJsonSchema() as { readonly properties: Readonly<Record<string, object>> };

/** Read by core's own schema, which says which field is wrong and what was meant. */
const requirements = z
  .looseObject({})
  .meta({ properties, additionalProperties: false })
  .describe('What the clip must be, field by field. Every field is a hard limit, so leave out what does not matter.');

/** What a question about models is asked with. */
export const questionFields = {
  requirements: requirements.exactOptional(),
  sentence: sentenceField,
  ...preferenceFields,
};

/** What a question about one clip is asked with. */
export const clipFields = {
  ...questionFields,
  model: modelField.describe('A model id from list_models, or auto (default) for the best model that fits.'),
};

export interface Question extends Preferences {
  readonly requirements?: RequirementsInput;
  readonly sentence?: string;
}
