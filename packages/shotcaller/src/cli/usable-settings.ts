import { type Environment, readSettings, type Settings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';

export interface UsableSettings {
  /** Without the variables that cannot be used: those are as if they were absent. */
  readonly settings: Settings;
  /** What cannot be used, by the variable. */
  readonly faults: ReadonlyMap<string, SettingsError>;
}

/** The settings as far as they can be used, for who looks for what is wrong. Nothing may be bought or sent with them. */
export function usableSettings(environment: Environment): UsableSettings {
  const faults = new Map<string, SettingsError>();
  let usable = environment;
  for (;;) {
    try {
      return { settings: readSettings(usable), faults };
    } catch (error) {
      if (!(error instanceof SettingsError) || usable[error.where] === undefined) throw error;
      faults.set(error.where, error);
      usable = { ...usable, [error.where]: undefined };
    }
  }
}
