import type { NameRule } from './lists.ts';

/** What an author of models may be called in the requirements; compared without case. */
export const providerNames: NameRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
  allowed: 'provider names such as google, without a slash',
  fold: (name) => name.toLowerCase(),
};

/** What a model may be called. */
export const modelNames: NameRule = {
  pattern: /^[A-Za-z0-9~][A-Za-z0-9._-]{0,99}\/[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$/,
  allowed: 'model ids such as google/veo-3.1',
  fold: (name) => name,
};
