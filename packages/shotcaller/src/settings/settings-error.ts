export type SettingsErrorCode =
  | 'key_malformed'
  | 'base_url_malformed'
  | 'home_malformed'
  | 'config_unreadable'
  | 'config_not_json'
  | 'config_invalid';

/** The environment or the config file says something that cannot be used. The user mends it; `where` says what to mend. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code: SettingsErrorCode;
  /** The variable, or the path of the config file. */
  readonly where: string;

  constructor(code: SettingsErrorCode, where: string, message: string, options?: ErrorOptions) {
    super(`${where}: ${message}`, options);
    this.code = code;
    this.where = where;
  }
}
