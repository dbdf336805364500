import { type ProxySettings, readProxy } from '../settings/proxy.ts';
import { type Environment, readSettings, type Settings } from '../settings/settings.ts';

/**
 * What the process says where nobody handed it in: the provider is a composition root of its own, since the AI SDK's providers are used
 * without settings. Read when the first video is asked for. `DATABASE_URL` is left alone: in an application it names that one's own
 * database.
 */
export function processSettings(
  environment: Environment = process.env,
): Settings & { readonly proxy: ProxySettings | null } {
  return { ...readSettings(environment), proxy: readProxy(environment) };
}
