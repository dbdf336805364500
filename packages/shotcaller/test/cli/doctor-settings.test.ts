import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

type Row = { readonly check: string; readonly state: string; readonly says: string; readonly mend?: string };

/** What doctor finds with these variables; every request is counted. */
async function doctor(environment: Record<string, string>) {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-doctor-'));
  const asked: string[] = [];
  const more = {
    home,
    environment,
    fetch: ((input: string) => {
      asked.push(new URL(input).origin);
      return Promise.reject(new TypeError('fetch failed'));
    }) as typeof fetch,
  };
  const json = await shotcaller(['doctor', '--json'], more);
  const { code, out, talk } = await shotcaller(['doctor'], more);
  return { code, out, talk, asked, rows: JSON.parse(json.out) as readonly Row[] };
}

const service = 'https://service.example/api/v1';

describe('doctor shows its table with the variable that cannot be used as the fault', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['a key with a space', { OPENROUTER_API_KEY: 'sk-or v1' }, 'key', 'OPENROUTER_API_KEY: contains spaces'],
    ['a key with a line break', { OPENROUTER_API_KEY: 'sk-or\nv1' }, 'key', 'OPENROUTER_API_KEY: contains spaces'],
    ['a base URL that is none', { OPENROUTER_BASE_URL: 'nonsense' }, 'service', 'OPENROUTER_BASE_URL: must be an http'],
    ['a home with a tilde', { SHOTCALLER_HOME: '~/clips' }, 'folder', 'SHOTCALLER_HOME: is not a path'],
  ])('%s', async (_name, environment, check, says) => {
    const { code, out, talk, rows } = await doctor(environment);
    expect([code, talk]).toEqual([1, '']);
    const broken = rows.filter(({ state }) => state === 'broken');
    expect(broken).toEqual([
      { check, state: 'broken', says: expect.stringContaining(says), mend: expect.stringMatching(/\S/) },
    ]);
    expect(out).toMatch(new RegExp(`^BAD  ${check} `, 'm'));
    expect(rows.map((row) => row.check)).toEqual(expect.arrayContaining(['node', 'ledger']));
    // The ledger of another service or folder would be looked at.
    expect(rows.find((row) => row.check === 'ledger')).toMatchObject({
      state: 'warning',
      says: expect.stringContaining('not looked at'),
    });
  });

  test('several at once, each in a row', async () => {
    const { rows } = await doctor({ OPENROUTER_API_KEY: 'sk or', OPENROUTER_BASE_URL: 'nonsense' });
    expect(rows.filter(({ state }) => state === 'broken').map(({ check }) => check)).toEqual(['key', 'service']);
  });

  test('and sends a sound key nowhere when the service is not known', async () => {
    const { asked } = await doctor({ OPENROUTER_API_KEY: 'sk-or-v1-sound', OPENROUTER_BASE_URL: 'nonsense' });
    expect(asked).toEqual([]);
  });

  test('and shows no variable’s value that may be secret', async () => {
    const { out } = await doctor({ OPENROUTER_API_KEY: 'sk-or-v1-half a secret', OPENROUTER_BASE_URL: service });
    expect(out).not.toContain('half a secret');
  });
});
