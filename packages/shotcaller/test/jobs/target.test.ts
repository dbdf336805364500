import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chooseTarget, safeName } from '../../src/files/target.ts';
import { sampleAttempt } from './sample-job.ts';

const folder = mkdtempSync(join(tmpdir(), 'shotcaller-target-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'taken.mp4'), '');

const attempt = sampleAttempt({ model: 'google/veo-3.1-lite', id: 'shot-1' });

test.each<[string, string | undefined, string]>([
  ['a file', 'mug.mp4', 'mug.mp4'],
  ['a folder by its slash', 'clips/', 'clips/google-veo-3.1-lite-shot-1.mp4'],
  ['a folder that exists', '.', 'google-veo-3.1-lite-shot-1.mp4'],
  ['a folder that is not there yet, by a dot', 'clips/.', 'clips/google-veo-3.1-lite-shot-1.mp4'],
  ['the folder above one that is not there yet', 'clips/later/..', 'clips/google-veo-3.1-lite-shot-1.mp4'],
  ['no name', '', 'google-veo-3.1-lite-shot-1.mp4'],
  ['nothing', undefined, 'google-veo-3.1-lite-shot-1.mp4'],
  ['a template', '{date}/{model}_{attempt}.mp4', '2026-11-22/google-veo-3.1-lite_1.mp4'],
  ['a brace that is no name of ours', '{other}.mp4', '{other}.mp4'],
  ['a name that is taken', 'taken.mp4', 'taken-2.mp4'],
])('%s', (_name, output, expected) => {
  expect(chooseTarget(attempt, { folder, overwrite: false, ...(output !== undefined && { output }) })).toBe(
    join(folder, expected),
  );
});

test('a taken name is used when overwriting was allowed', () => {
  expect(chooseTarget(attempt, { folder, overwrite: true, output: 'taken.mp4' })).toBe(join(folder, 'taken.mp4'));
});

test('what is filled into a template cannot leave the folder', () => {
  const evil = sampleAttempt({ model: '../../etc/passwd', id: '..' });
  expect(chooseTarget(evil, { folder, overwrite: false, output: '{model}/{id}.mp4' })).toBe(
    join(folder, 'etc-passwd/file.mp4'),
  );
  expect(safeName('../x\0y')).toBe('x-y');
});

test.each<[string, string, string]>([
  ['a device', 'CON', '_CON'],
  ['a device with an extension', 'nul.mp4', '_nul.mp4'],
  ['a device with several', 'Aux.tar.mp4', '_Aux.tar.mp4'],
  ['a device before spaces', 'prn .mp4', '_prn .mp4'],
  ['a numbered device', 'clips/com0.mp4', 'clips/_com0.mp4'],
  ['a device numbered in superscript', 'LPT\u00b2.mp4', '_LPT\u00b2.mp4'],
  ['a folder named as a device', 'lpt9/mug.mp4', '_lpt9/mug.mp4'],
  ['dots and spaces at the end', 'mug.mp4. .', 'mug.mp4'],
  ['nothing but dots', '.../mug.mp4', '_/mug.mp4'],
  ['the folder above', '../mug.mp4', '../mug.mp4'],
  ['a name that only begins like a device', 'console.mp4', 'console.mp4'],
  ['a port that is none', 'com10.mp4', 'com10.mp4'],
])('on Windows %s is written so that Windows keeps it', (_name, output, expected) => {
  expect(chooseTarget(attempt, { folder, overwrite: false, platform: 'win32', output })).toBe(join(folder, expected));
});

test('elsewhere such a name is kept where the user wrote it, and is not made by filling in', () => {
  const options = { folder, overwrite: false, platform: 'linux' } as const;
  expect(chooseTarget(attempt, { ...options, output: 'aux.mp4' })).toBe(join(folder, 'aux.mp4'));
  const named = sampleAttempt({ model: 'NUL', id: 'com1' });
  expect(chooseTarget(named, { ...options, output: '{model}/{id}.mp4' })).toBe(join(folder, '_NUL/_com1.mp4'));
});

test.each(['', '.', './'])(
  '%j as output before any clip was kept is the folder, and no file in its place',
  (output) => {
    const target = chooseTarget(attempt, { folder: join(folder, 'not-there-yet'), overwrite: false, output });
    expect(target).toBe(join(folder, 'not-there-yet', 'google-veo-3.1-lite-shot-1.mp4'));
  },
);
