import { describe, expect, test } from 'vitest';
import { createRedact } from '../../src/openrouter/redact.ts';

const key = 'sk-or-v1-0f3c/9+a:b~c&d';
const prompt = 'Une tasse très secrète 🍵 "sur" la table';
const redact = createRedact([key, prompt]);

const each = (text: string, write: (code: string) => string) =>
  [...text].map((letter) => write(letter.codePointAt(0)!.toString(16))).join('');
const asJson = (text: string) => JSON.stringify(text).slice(1, -1);
const asAsciiJson = (text: string) =>
  asJson(text).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

describe('a secret is withheld in whatever form it comes back', () => {
  test.each<[string, string]>([
    ['as it is', key],
    ['its first letter as a JSON escape', `\\u0073${key.slice(1)}`],
    [
      'a letter in the middle as a JSON escape',
      `${key.slice(0, 12)}\\u00${key.charCodeAt(12).toString(16)}${key.slice(13)}`,
    ],
    ['every letter as a JSON escape', each(key, (code) => `\\u${code.padStart(4, '0')}`)],
    ['in capitals of hex', each(key, (code) => `\\u${code.padStart(4, '0').toUpperCase()}`)],
    ['with braces', each(key, (code) => `\\u{${code}}`)],
    ['as \\x escapes', each(key, (code) => `\\x${code.padStart(2, '0')}`)],
    ['with its slash escaped', key.replace('/', '\\/')],
    ['JSON inside JSON', asJson(asJson(`\\u0073${key.slice(1)}`))],
    ['percent-encoded', encodeURIComponent(key)],
    ['every letter percent-encoded', each(key, (code) => `%${code.padStart(2, '0')}`)],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(key))],
    ['as decimal entities', [...key].map((letter) => `&#${letter.charCodeAt(0)};`).join('')],
    ['as hex entities', each(key, (code) => `&#x${code};`)],
    ['escaped for HTML, and that in JSON', asJson(key.replace('&', '&amp;'))],
    [
      'percent escapes, and those as JSON escapes',
      each(encodeURIComponent(key), (code) => `\\u${code.padStart(4, '0')}`),
    ],
    ['in base64', Buffer.from(key).toString('base64')],
    ['in base64url within a longer text', Buffer.from(`Bearer ${key}, and more`).toString('base64url')],
    ['the prompt', prompt],
    ['the prompt as JSON', asJson(prompt)],
    ['the prompt as JSON in ASCII', asAsciiJson(prompt)],
    ['the prompt percent-encoded', encodeURIComponent(prompt)],
  ])('%s', (_form, written) => {
    const said = redact(`before ${written} after`);
    expect(said).toMatch(/^before .*\[withheld\].* after$/s);
    expect(said).not.toContain(written);
    expect(said).not.toContain(written.slice(6, -6));
  });

  test('another key of the same make, escaped', () => {
    expect(redact('\\u0073k-or-v1-of-somebody-else!')).toBe('[withheld]!');
  });

  test('what is no secret stays as it was written, escapes and all', () => {
    const text = '{"error":"100\\u0025 of \\/v1 &amp; %41%42, C:\\\\new"}';
    expect(redact(text)).toBe(text);
  });

  test('a text of a million backslashes is read in time proportional to its length', () => {
    const nested = '\\'.repeat(1_000_000);
    expect(redact(nested, 10)).toBe(`${'\\'.repeat(10)}…`);
  });
});
