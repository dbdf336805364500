import { SettingsError, type SettingsErrorCode } from './settings-error.ts';

/** The JSON in the text of a file of settings, with or without a byte order mark. Throws `SettingsError` `code`, with the next step. */
export function parseJsonFile(
  text: string,
  path: string,
  { code, nextStep }: { readonly code: SettingsErrorCode; readonly nextStep: string },
): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new SettingsError(code, path, `is not JSON (${(cause as Error).message}). ${nextStep}`, { cause });
  }
}
