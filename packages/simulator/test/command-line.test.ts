import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';

async function run(...words: string[]) {
  const [out, talk]: [string[], string[]] = [[], []];
  const stop = new AbortController();
  const code = await runCommandLine(words, {
    out: (text) => {
      out.push(text);
      stop.abort();
    },
    talk: (text) => void talk.push(text),
    signal: stop.signal,
  });
  return { code, out: out.join(''), talk: talk.join('') };
}

describe('npx @shotcaller/simulator', () => {
  it('prints the base URL alone on standard output, and ends with 0', async () => {
    const { code, out, talk } = await run(
      ...['--port', '0', '--speed', '20', '--seed', '7', '--scenario', 'submit-reset', '--scenario', 'poll-503:2'],
    );
    expect([code, out]).toEqual([0, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1\n$/)]);
    expect(talk).toContain('speed 20, seed 7, scenarios submit-reset,poll-503:2, state in memory');
  });

  it('lists its flags, its scenarios and its version', async () => {
    expect((await run('--help')).out).toContain('--in-flight-budget DOLLARS');
    expect((await run('--scenario', 'list')).out).toContain('submit-reset');
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['--nonsense'], "Unknown option '--nonsense'. npx @shotcaller/simulator --help lists the flags.\n"],
    [['serve'], "Unexpected argument 'serve'"],
    [['--port', 'x'], '--port needs a number that is not below 0, got "x".\n'],
    [['--speed', '0'], '--speed needs a number that is not below 0, got "0".\n'],
    [['--scenario', 'nonsense'], 'Unknown scenario "nonsense"'],
  ])('%j cannot be read: 2', async (words, sentence) => {
    const { code, talk } = await run(...words);
    expect([code, talk]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it('a catalogue that is not there is named wrongly: 2', async () => {
    const { code, talk } = await run('--port', '0', '--catalog', '/does/not/exist.json');
    expect([code, talk]).toEqual([2, expect.stringContaining('Cannot read the catalogue')]);
  });
});
