/** What cannot be used among the settings. */
export type SettingsErrorCode =
  | 'key_malformed'
  | 'base_url_malformed'
  | 'home_malformed'
  | 'home_unknown'
  | 'proxy_malformed'
  | 'config_unreadable'
  | 'config_not_json'
  | 'config_invalid'
  | 'now_malformed'
  | 'evidence_unreadable'
  | 'evidence_invalid';

/** The environment, the config file or the evidence file says something that cannot be used. The user mends it; `where` says what to mend. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code: SettingsErrorCode;
  /** The variable, or the path of the file. */
  readonly where: string;

  constructor(code: SettingsErrorCode, where: string, message: string, options?: ErrorOptions) {
    super(`${where}: ${message}`, options);
    this.code = code;
    this.where = where;
  }
}
