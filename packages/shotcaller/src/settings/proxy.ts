import type { Environment } from './settings.ts';
import { SettingsError } from './settings-error.ts';

/** Which requests go through a forward proxy. Credentials may stand in the addresses, so they are never printed. */
export interface ProxySettings {
  /** For https addresses; `null`: they are reached directly. */
  readonly httpsUrl: string | null;
  /** For http addresses; `null`: they are reached directly. */
  readonly httpUrl: string | null;
  /** Hosts that are reached directly, comma separated: `intern.example`, `.example.com` (and all below), `host:8080`, `10.0.0.0/8`, `*` for all. */
  readonly noProxy: string;
}

/**
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` as curl reads them: in capitals or not (small letters win), the address with or without
 * `http://`. `null`: no proxy is set.
 *
 * @throws SettingsError that names the variable and shows nothing of its value
 */
export function readProxy(environment: Environment): ProxySettings | null {
  const httpsUrl = proxyUrl(environment, 'HTTPS_PROXY');
  const httpUrl = proxyUrl(environment, 'HTTP_PROXY');
  if (httpsUrl === null && httpUrl === null) return null;
  return { httpsUrl, httpUrl, noProxy: directHosts(given(environment, 'NO_PROXY')) };
}

/** As whoever sends reads them: IPv6 in brackets, `*` for all alone. */
function directHosts(text: string): string {
  const hosts = text.split(/[,\s]+/).filter((host) => host !== '');
  if (hosts.includes('*')) return '*';
  return hosts.map((host) => (URL.canParse(`http://[${host}]/`) ? `[${host}]` : host)).join(',');
}

function given(environment: Environment, name: string): string {
  return (environment[name.toLowerCase()] || environment[name] || '').trim();
}

function proxyUrl(environment: Environment, name: string): string | null {
  const value = given(environment, name);
  if (value === '') return null;
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== '' && hasReadableLogin(url)) return url.href;
  throw new SettingsError(
    'proxy_malformed',
    name,
    'is not the address of an http or https proxy. Nothing was sent. Example: http://proxy.example.com:3128.',
  );
}

/** A stray % in a password would end every request with an error that shows it. */
function hasReadableLogin({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
