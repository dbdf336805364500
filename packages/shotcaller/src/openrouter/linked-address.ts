import { asObject, asText, parseJson } from './untrusted-json.ts';

/** Where services write the address of a file, in the order to look. */
const names: readonly string[] = [
  ...['url', 'href', 'uri', 'download_url', 'video_url', 'unsigned_urls', 'urls'],
  ...['video', 'videos', 'file', 'files', 'output', 'result', 'data'],
];
const mostLevels = 4;

/**
 * The address that a text names instead of being the file: JSON that has one and tells no error, or a bare URL; `undefined`: none. Pages of
 * HTML are not searched: what they link to may be anything. It is not trusted: open it as any address of an answer, and follow no second. Only
 * the API's own words may lead back to it with the key.
 */
export function linkedAddress(text: string): string | undefined {
  const parsed = parseJson(text);
  return parsed === undefined ? addressIn(text.trim()) : find(parsed, 0);
}

function find(value: unknown, level: number): string | undefined {
  if (level > mostLevels) return undefined;
  if (Array.isArray(value)) return find(value[0], level + 1);
  const object = asObject(value);
  if (!object) return addressIn(asText(value)?.trim() ?? '');
  if (object.error !== undefined && object.error !== null) return undefined;
  for (const name of names) {
    const found = Object.hasOwn(object, name) ? find(object[name], level + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function addressIn(text: string): string | undefined {
  return /^(https?:\/\/|\/(?!\/))\S+$/i.test(text) ? text : undefined;
}
