/**
 * Parses JSON with every number kept as the text that stood there, so that money never passes through a float: `{"cost":0.1358}`
 * becomes `{cost: '0.1358'}`. `undefined` when the text is not JSON. Numbers and strings can no longer be told apart.
 */
export function parseJsonKeepingNumbers(text: string): unknown {
  try {
    JSON.parse(text);
    return JSON.parse(text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  } catch {
    return undefined;
  }
}

/** In valid JSON every quote opens or closes a string, so digits outside of strings are numbers. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const decimal = /^(?:-(?=0+(?:\.0*)?(?:[eE]|$)))?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * The shortest plain decimal of an amount as it was sent: `1e-7` is `0.0000001`, `0.10` is `0.1`. `null` for what is no amount:
 * negative, not a number, or beyond 12 digits before and 24 behind the point, which is as far as money is kept.
 */
export function exactAmount(value: unknown): string | null {
  const match = typeof value === 'string' ? decimal.exec(value.trim()) : null;
  if (!match) return null;
  const [, whole = '', fraction = '', exponentText = '0'] = match;
  const digits = whole + fraction;
  const pointAt = whole.length + Number(exponentText);
  const padded = pointAt <= 0 ? '0'.repeat(1 - pointAt) + digits : digits.padEnd(pointAt, '0');
  const split = Math.max(1, pointAt);
  const before = padded.slice(0, split).replace(/^0+(?=\d)/, '');
  const behind = padded.slice(split).replace(/0+$/, '');
  if (before.length > 12 || behind.length > 24) return null;
  return behind === '' ? before : `${before}.${behind}`;
}
