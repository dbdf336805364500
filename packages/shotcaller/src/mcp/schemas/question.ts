import type { Preferences, RequirementsInput } from '@shotcaller/core';
import { z } from 'zod';
import { modelField, preferenceFields, sentenceField } from '../../choice/brief-fields.ts';
import { lightRequirements } from './light-requirements.ts';

/** Read by core's own schema, which says which field is wrong and what was meant. */
const requirements = z
  .looseObject({})
  .meta({ properties: lightRequirements, additionalProperties: false })
  .describe('What the clip must be, field by field. Every field is a hard limit, so leave out what does not matter.');

/** For tools that are called about a clip that another has described: the fields by name, once more in full they would fill the context. */
const sameRequirements = z
  .looseObject({})
  .describe(
    `What the clip must be, with the fields of quote’s requirements: ${Object.keys(lightRequirements).join(', ')}.`,
  );

/** What a question about models is asked with. */
export const questionFields = {
  requirements: requirements.exactOptional(),
  sentence: sentenceField,
  ...preferenceFields,
};

/** The same, as a further question about a clip. */
export const furtherQuestionFields = { ...questionFields, requirements: sameRequirements.exactOptional() };

/** What a question about one clip is asked with. */
export const clipFields = {
  ...questionFields,
  model: modelField.describe('A model id from list_models, or auto (default) for the best model that fits.'),
};

export interface Question extends Preferences {
  readonly requirements?: RequirementsInput;
  readonly sentence?: string;
}
