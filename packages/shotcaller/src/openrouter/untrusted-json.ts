import { isRecord } from '@shotcaller/core';

/** Reading JSON that may hold anything. Absent, null and the wrong type are all `undefined`. */

export type UntrustedObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): UntrustedObject | undefined {
  return isRecord(value) ? value : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The strings of an array, at most `most`. */
export function asTexts(value: unknown, most: number): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => asText(entry) !== undefined).slice(0, most) : [];
}

/** Parses, or `undefined`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
