import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSimulator } from 'shotcaller/simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { missingProgram } from '../../../../tests/needs.ts';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const words = ['run', '--prompt', 'a paper boat', '--model', 'google/veo-3.1-lite', '--duration', '4'];
const clip = [...words, '--resolution', '720p', '--no-audio', '--json'];

/** A service whose every submit ends without an answer, so that a purchase is seen and the command ends at once. */
async function service() {
  const simulator = createSimulator({ scenario: 'submit-reset', clipThread: false });
  onTestFinished(() => simulator.close());
  const { url } = await simulator.listen();
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-typed-'));
  const environment = {
    ...process.env,
    SHOTCALLER_HOME: home,
    OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test',
    OPENROUTER_BASE_URL: `${url}/api/v1`,
  };
  return { simulator, environment };
}

async function end(program: string, args: readonly string[], environment: NodeJS.ProcessEnv, input?: string) {
  const child = spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  const printed: string[] = [];
  child.stdout.on('data', (chunk) => printed.push(String(chunk)));
  child.stderr.on('data', (chunk) => printed.push(String(chunk)));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, printed: printed.join('') };
}

const withoutTerminal = missingProgram('python3') !== undefined;

describe('a spend is confirmed only by what is typed after the question', () => {
  test.skipIf(withoutTerminal).each<[string, string, string, boolean]>([
    ['a y with its line end, typed before', 'y\n', '\n', false],
    ['several lines typed before', 'yes\ny\ny\n', '\n', false],
    ['a y without a line end, typed before', 'y', '\n', false],
    ['half a word typed before', 'ye', 's\n', false],
    ['an n typed before and a y after', 'n\n', 'y\n', true],
    ['a yes after', '', 'yes\n', true],
    ['anything else after', '', 'sure\n', false],
  ])('%s: %j, then %j: bought: %s', async (_name, before, after, isBought) => {
    const { simulator, environment } = await service();
    const args = ['-c', typedIntoTerminal, before, after, process.execPath, command, ...clip];
    const { code, printed } = await end('python3', args, environment);
    expect(printed).toContain('[y/N]');
    expect([simulator.jobs.length, code]).toEqual(isBought ? [1, 5] : [0, 4]);
  });

  test.each(['y\n', 'y\ny\ny\n', 'y'])('a pipe confirms nothing, whatever comes through it: %j', async (input) => {
    const { simulator, environment } = await service();
    const { code, printed } = await end(process.execPath, [command, ...clip], environment, input);
    expect(printed).toContain('Nobody can confirm the spend, because this is not a terminal. Add --yes');
    expect([simulator.jobs.length, code]).toEqual([0, 4]);
  });
});

/** Runs a command on a terminal of its own; types one text before it has started, and another one once it asks. Ends as the command ends. */
const typedIntoTerminal = `
import os, pty, select, sys
before, after, *command = sys.argv[1:]
terminal, theirs = pty.openpty()
os.write(terminal, before.encode())
pid = os.fork()
if pid == 0:
    os.login_tty(theirs) if hasattr(os, 'login_tty') else [os.setsid(), [os.dup2(theirs, n) for n in range(3)]]
    os.execv(command[0], command)
os.close(theirs)
seen, answered = b'', False
while True:
    if not select.select([terminal], [], [], 120)[0]: break
    try: chunk = os.read(terminal, 4096)
    except OSError: break
    if not chunk: break
    seen += chunk
    if b'[y/N]' in seen and not answered:
        answered = True
        os.write(terminal, after.encode())
sys.stdout.write(seen.decode(errors='replace'))
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
