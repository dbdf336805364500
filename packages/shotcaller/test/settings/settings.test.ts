import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { defaultHome } from '../../src/settings/default-home.ts';
import { Secret } from '../../src/settings/secret.ts';
import { readSettings } from '../../src/settings/settings.ts';

describe('settings from the environment', () => {
  test('of an empty one are the defaults', () => {
    expect(readSettings({}, '/data')).toEqual({
      apiKey: null,
      baseUrl: 'https://openrouter.ai/api/v1',
      isBaseUrlGiven: false,
      home: '/data',
      colour: 'auto',
    });
  });

  test('take key, server and home from it', () => {
    const settings = readSettings(
      {
        OPENROUTER_API_KEY: ' sk-or-1 ',
        OPENROUTER_BASE_URL: 'http://127.0.0.1:8080/api/v1/',
        SHOTCALLER_HOME: '/mine',
      },
      '/data',
    );
    expect(settings.apiKey?.reveal()).toBe('sk-or-1');
    expect(settings).toMatchObject({ baseUrl: 'http://127.0.0.1:8080/api/v1', isBaseUrlGiven: true, home: '/mine' });
  });

  test('take an empty variable for none', () => {
    const empty = { OPENROUTER_API_KEY: '', OPENROUTER_BASE_URL: ' ', SHOTCALLER_HOME: '', NO_COLOR: '' };
    expect(readSettings(empty, '/data')).toEqual(readSettings({}, '/data'));
  });

  test.each([
    [{ NO_COLOR: '1' }, 'never'],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'never'],
    [{ FORCE_COLOR: '1' }, 'always'],
    [{ FORCE_COLOR: '0' }, 'never'],
  ])('with %o colour %s', (environment, colour) => {
    expect(readSettings(environment, '/data').colour).toBe(colour);
  });

  test.each(['sk-or\nX-Evil: 1', 'sk or', 'clé'])('refuse the key %j without printing it', (key) => {
    const read = () => readSettings({ OPENROUTER_API_KEY: key }, '/data');
    expect(read).toThrow(expect.objectContaining({ code: 'key_malformed', message: expect.not.stringContaining(key) }));
  });

  test.each([
    'openrouter.ai',
    'file:///x',
    'https://u:p@openrouter.ai/',
    'https://openrouter.ai/?key=x',
    'https://a.b/#c',
  ])('refuse the server %s', (url) => {
    expect(() => readSettings({ OPENROUTER_BASE_URL: url }, '/data')).toThrow(
      /^OPENROUTER_BASE_URL: .* Example: https:/,
    );
  });

  test('refuse a home that a shell was to complete', () => {
    expect(() => readSettings({ SHOTCALLER_HOME: '~/clips' }, '/data')).toThrow(/^SHOTCALLER_HOME: /);
  });
});

test.each([
  ['linux', {}, '/home/me', '/home/me/.local/share/shotcaller'],
  ['linux', { XDG_DATA_HOME: '/xdg' }, '/home/me', '/xdg/shotcaller'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/me', '/home/me/.local/share/shotcaller'],
  ['darwin', {}, '/Users/me', '/Users/me/Library/Application Support/shotcaller'],
  ['win32', {}, 'C:\\Users\\me', 'C:\\Users\\me\\AppData\\Local\\shotcaller\\Data'],
  ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\me', 'D:\\Local\\shotcaller\\Data'],
])('the default home on %s with %o', (platform, environment, userFolder, home) => {
  expect(defaultHome(environment, { platform, userFolder })).toBe(home);
});

test('a secret cannot be printed by any of the usual ways', () => {
  const secret = new Secret('sk-or-1');
  const prints = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
    Object.keys(secret).join(),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify(structuredClone(secret)),
  ];
  expect(prints.join('\n')).not.toContain('sk-or-1');
  expect(prints.slice(0, 2)).toEqual(['[secret]', '[secret]']);
  expect(secret.reveal()).toBe('sk-or-1');
});
