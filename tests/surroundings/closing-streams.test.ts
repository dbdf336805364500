import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';

const command = fileURLToPath(new URL('../../packages/shotcaller/dist/cli/main.js', import.meta.url));

/** A shell with the built command as `$shotcaller`, a fresh home, and no key: the built-in simulator sells. */
function freshShell() {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-streams-'));
  const env = { PATH: process.env.PATH, SHOTCALLER_HOME: home, command, node: process.execPath };
  const shell = (script: string) =>
    new Promise<string>((resolve) => {
      const child = spawn('bash', ['-c', `shotcaller() { "$node" "$command" "$@"; }; ${script}`], { cwd: home, env });
      const printed: string[] = [];
      child.stdout.on('data', (chunk) => printed.push(String(chunk)));
      child.on('close', () => resolve(printed.join('')));
      onTestFinished(() => void child.kill('SIGKILL'));
    });
  return { home, shell };
}

const clip =
  'shotcaller run --prompt "a paper boat" --model google/veo-3.1-lite --duration 4 --resolution 720p --no-audio --catalog bundled --output clip.mp4';

/** The code of the command itself, wherever it stands in a pipe. */
const withCode = (line: string, reader = '') => `{ ${line}; echo $? > code; }${reader}`;

describe('a stream that closes drops what would be printed, and nothing else', () => {
  test.each([
    ['the reader takes one line', '2>&1', ' | head -1'],
    ['the reader takes three lines', '2>&1', ' | head -3'],
    ['the reader takes four lines', '2>&1', ' | head -4'],
    ['nobody reads the result', '', ' | true'],
    ['standard output is closed', '>&-', ''],
    ['standard error is closed', '2>&-', ''],
    ['all three are closed', '<&- >&- 2>&-', ''],
    ['the disk under the log is full', '2>/dev/full', ''],
    ['the disk under result and log is full', '--json >/dev/full 2>&1', ''],
    ['nobody reads before the command ends', '2>&1', ' | (until test -s clip.mp4; do sleep 0.1; done; cat >/dev/null)'],
  ])('run, %s: one purchase, delivered, exit 0', async (_name, redirection, reader) => {
    const { home, shell } = freshShell();
    await shell(withCode(`${clip} ${redirection}`, reader));
    expect(readFileSync(join(home, 'code'), 'utf8').trim()).toBe('0');
    expect(existsSync(join(home, 'clip.mp4'))).toBe(true);
    const jobs = JSON.parse(await shell('shotcaller jobs --json')) as readonly {
      status: string;
      attempts: unknown[];
    }[];
    expect(jobs.map(({ status, attempts }) => [status, attempts.length])).toEqual([['done', 1]]);
  });

  test.each([
    ['a pick that no model fits', 'shotcaller pick --duration 5 --max-usd 0.0001 --catalog bundled >&- 2>&-', '3'],
    ['a mistake in a flag', `${clip} --durations 3 2>&1`, '2'],
    ['a list that the reader has enough of', 'shotcaller models --catalog bundled 2>&1', '0'],
    ['a list for a full disk', 'shotcaller models --catalog bundled >/dev/full', '1'],
    ['a pick for a full disk', 'shotcaller pick --duration 5 --catalog bundled --json >/dev/full 2>&-', '1'],
  ])('%s keeps its exit code', async (_name, line, code) => {
    const { home, shell } = freshShell();
    await shell(withCode(line, ' | true'));
    expect(readFileSync(join(home, 'code'), 'utf8').trim()).toBe(code);
  });

  test('a result that is lost is said, with the way to it', async () => {
    const { shell } = freshShell();
    const printed = await shell(`${clip} --json 2>&1 >/dev/full`);
    expect(printed).toContain('The result could not be written to standard output (ENOSPC)');
    expect(printed).toContain('shotcaller jobs');
  });

  test('a file for which there is no room is not begun, and the one that it was to replace stays', async () => {
    const { home, shell } = freshShell();
    writeFileSync(join(home, 'old.json'), 'of before');
    const printed = await shell(
      `ulimit -f 8; for name in old new; do shotcaller catalog save $name.json --overwrite --catalog bundled 2>&1; done;
       shotcaller catalog save new.json --catalog bundled 2>&1`,
    );
    expect(printed.match(/cannot be written \(EFBIG\)/g)).toHaveLength(3);
    expect(readFileSync(join(home, 'old.json'), 'utf8')).toBe('of before');
    expect(existsSync(join(home, 'new.json'))).toBe(false);
  });

  test.each([
    ['serve', 'serve --port 0 --log --catalog bundled'],
    ['simulate', 'simulate --port 0'],
  ])('%s answers on, although nobody reads its log', async (_name, words) => {
    const { home, shell } = freshShell();
    const ended = shell(`{ "$node" "$command" ${words} 2>&1 & echo $! > process; wait; } | head -1 > address`);
    const end = () => process.kill(Number(readFileSync(join(home, 'process'), 'utf8')), 'SIGTERM');
    onTestFinished(async () => {
      end();
      await ended;
    });
    const addressSeen = () =>
      existsSync(join(home, 'address')) ? readFileSync(join(home, 'address'), 'utf8').match(/http\S+/)?.[0] : undefined;
    await expect.poll(addressSeen).toBeDefined();
    const address = addressSeen();
    for (let call = 0; call < 3; call += 1) {
      const { status } = await fetch(`${address}/videos/models`, {
        headers: { authorization: 'Bearer sk-or-v1-test' },
      });
      expect(status).toBe(200);
    }
  });
});
