import { defaultHome } from './default-home.ts';
import { Secret } from './secret.ts';
import { SettingsError } from './settings-error.ts';

/** Environment variables as a value; only the composition root reads the real ones. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says, checked. */
export interface Settings {
  /** `OPENROUTER_API_KEY`; `null`: none. */
  readonly apiKey: Secret | null;
  /** `OPENROUTER_BASE_URL` without a slash at its end; default `https://openrouter.ai/api/v1`. */
  readonly baseUrl: string;
  /** Somebody chose the server: then it is used, key or not, and the built-in simulator is not. */
  readonly isBaseUrlGiven: boolean;
  /** `SHOTCALLER_HOME`: where catalogue cache, ledger, config and files live; default: the platform's data folder. */
  readonly home: string;
  /** `NO_COLOR` and `FORCE_COLOR`; `auto`: colour on a terminal only. */
  readonly colour: 'auto' | 'always' | 'never';
}

const defaultBaseUrl = 'https://openrouter.ai/api/v1';

/**
 * Reads the settings out of the environment. A variable that is empty counts as absent.
 *
 * @param homeDefault used without `SHOTCALLER_HOME`
 * @throws SettingsError that names the variable, never its value when that is secret
 */
export function readSettings(environment: Environment, homeDefault?: string): Settings {
  const baseUrl = given(environment.OPENROUTER_BASE_URL);
  return {
    apiKey: readKey(given(environment.OPENROUTER_API_KEY)),
    baseUrl: baseUrl === undefined ? defaultBaseUrl : readBaseUrl(baseUrl),
    isBaseUrlGiven: baseUrl !== undefined,
    home: readHome(given(environment.SHOTCALLER_HOME) ?? homeDefault ?? defaultHome(environment)),
    colour: readColour(environment),
  };
}

function given(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** A key that cannot stand in a header is caught here, because the error that `fetch` throws for it would print it. */
function readKey(value: string | undefined): Secret | null {
  if (value === undefined) return null;
  if (!/^[\x21-\x7e]+$/.test(value))
    throw new SettingsError(
      'key_malformed',
      'OPENROUTER_API_KEY',
      'contains spaces, line breaks or letters that no key has. Nothing was sent. Copy the key again from openrouter.ai/settings/keys.',
    );
  return new Secret(value);
}

function readBaseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isUsable =
    url && /^https?:$/.test(url.protocol) && url.username + url.password === '' && url.search + url.hash === '';
  if (!isUsable)
    throw new SettingsError(
      'base_url_malformed',
      'OPENROUTER_BASE_URL',
      `must be an http or https URL without login and query. Nothing was sent. Example: ${defaultBaseUrl}`,
    );
  return url.href.replace(/\/+$/, '');
}

function readHome(value: string): string {
  if (value.includes('\0') || /^~($|[/\\])/.test(value))
    throw new SettingsError(
      'home_malformed',
      'SHOTCALLER_HOME',
      `is not a path: ~ is not replaced here. Write the whole path.`,
    );
  return value;
}

/** https://no-color.org: any value that is not empty. `FORCE_COLOR=0` means never, as in Node. */
function readColour({ NO_COLOR, FORCE_COLOR }: Environment): Settings['colour'] {
  if (NO_COLOR) return 'never';
  if (!FORCE_COLOR) return 'auto';
  return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? 'never' : 'always';
}

/** The moment that stands still for documents and tests, ISO 8601; `undefined`: time goes on. Throws SettingsError for one that is none. */
export function fixedMoment({ SHOTCALLER_NOW: at }: Environment): string | undefined {
  if (at === undefined || !Number.isNaN(Date.parse(at))) return at;
  throw new SettingsError('now_malformed', 'SHOTCALLER_NOW', 'must be a time such as 2026-10-01T12:00:00Z.');
}
