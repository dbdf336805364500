import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { missingProgram } from '../../../../tests/needs.ts';
import { scripts } from '../../src/cli/completion/scripts.ts';
import { shotcaller } from './command-line.ts';

async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { out, code } = await shotcaller(['complete', '--', ...words]);
  expect(code).toBe(0);
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0]!);
}

describe('what a shell offers', () => {
  test.each([
    ['commands', ['pi'], ['pick']],
    ['commands behind help', ['help', 'led'], ['ledger']],
    ['no hidden command', ['compl'], ['completion']],
    ['the verbs of a command', ['keys', ''], ['list', 'add', 'revoke']],
    ['flags', ['pick', '--prof'], ['--profile']],
    ['the values of a flag', ['pick', '--profile', 'fast'], ['fastAndCheap']],
    ['the values behind an equals sign', ['run', '--task=up'], ['--task=upscale']],
    ['models', ['quote', '--model', 'google/veo-3.1-l'], ['google/veo-3.1-lite']],
    ['files', ['run', '--first-frame', 'mug'], [':files']],
    ['nothing for a text', ['run', '--prompt', ''], []],
    ['nothing behind a command that is not known', ['fly', ''], []],
  ])('%s', async (_what, words, expected) => expect(await offered(...words)).toEqual(expected));

  test('a flag that is given already is not offered again, unless it may be repeated', async () => {
    expect(await offered('pick', '--duration', '5', '--dur')).toEqual([]);
    expect(await offered('pick', '--reference', 'a.png', '--refer')).toEqual(['--reference']);
  });
});

describe('a real shell', () => {
  let folder: string;
  let path: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shotcaller-shell-'));
    const program = new URL('../../bin/shotcaller.js', import.meta.url).pathname;
    writeFileSync(join(folder, 'shotcaller'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    chmodSync(join(folder, 'shotcaller'), 0o755);
    writeFileSync(join(folder, 'mug shot.png'), '');
    path = `${folder}${delimiter}${process.env.PATH}`;
  });

  const ask = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { cwd: folder, env: { ...process.env, PATH: path, HOME: folder }, encoding: 'utf8' })
      .split('\n')
      .filter(Boolean);

  /** What bash completes a line to, by its own means. */
  const bash = (line: string) => {
    const words = line.split(/(=)| /).filter((word) => word !== undefined);
    const script = [
      scripts.bash,
      `COMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}`,
      `COMP_WORDS=(${words.map((word) => JSON.stringify(word)).join(' ')}); COMP_CWORD=${words.length - 1}`,
      `compopt() { :; }; _shotcaller; printf "%s\\n" "\${COMPREPLY[@]}"`,
    ].join('\n');
    return ask('bash', '-c', script);
  };

  test('bash', (context) => {
    const missing = missingProgram('bash');
    if (missing) context.skip(missing);
    expect(bash('shotcaller pick --prof')).toEqual(['--profile']);
    expect(bash('shotcaller pick --profile ')).toEqual(['fastAndCheap', 'qualityAndCost', 'balanced']);
    expect(bash('shotcaller run --task=up')).toEqual(['upscale']);
    expect(bash('shotcaller run --first-frame mug')).toEqual(['mug shot.png']);
  });

  test('fish', (context) => {
    const missing = missingProgram('fish');
    if (missing) context.skip(missing);
    const fish = (line: string) =>
      ask('fish', '-c', `${scripts.fish}\ncomplete -C '${line}'`)
        .map((found) => found.split('\t')[0])
        .sort();
    expect(fish('shotcaller pick --prof')).toEqual(['--profile']);
    expect(fish('shotcaller pick --profile ')).toEqual(['balanced', 'fastAndCheap', 'qualityAndCost']);
    expect(fish('shotcaller run --first-frame mug')).toEqual(['mug shot.png']);
  });

  test('zsh', (context) => {
    const missing = missingProgram('zsh') ?? missingProgram('python3');
    if (missing) context.skip(missing);
    writeFileSync(join(folder, 'script.zsh'), scripts.zsh);
    // zsh completes in its line editor only, so it gets a terminal of its own.
    const becomes = (line: string, expected: string) =>
      expect(ask('python3', '-c', typedIntoZsh, line, expected)).toEqual(['yes']);
    becomes('shotcaller pick --prof', 'shotcaller pick --profile ');
    becomes('shotcaller pick --profile f', 'shotcaller pick --profile fastAndCheap ');
    becomes('shotcaller run --task=up', 'shotcaller run --task=upscale ');
    becomes('shotcaller run --first-frame mug', String.raw`shotcaller run --first-frame mug\ shot.png `);
  });
});

/** Types a line and a tab into zsh, and says whether the line became what was expected. */
const typedIntoZsh = `
import os, pty, select, sys
pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(PS1='', TERM='dumb')
    os.execvp('zsh', ['zsh', '-f', '-i'])
def read_until(text):
    seen = b''
    while text not in seen:
        if not select.select([terminal], [], [], 60)[0]:
            print('no:', repr(seen))
            sys.exit()
        seen += os.read(terminal, 4096)
os.write(terminal, b"unsetopt beep; autoload -Uz compinit; compinit -u; source script.zsh; echo REA''DY\\n")
read_until(b'READY\\r')
os.write(terminal, sys.argv[1].encode() + b'\\t')
read_until(sys.argv[2].encode())
print('yes')
`;
