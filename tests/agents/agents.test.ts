import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shotcaller as commandLine } from '../../packages/shotcaller/test/cli/command-line.ts';

/** What agents read, held against the program: every command that is named is run, on the simulator. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const skill = read('skills/shotcaller/SKILL.md');
const agents = read('AGENTS.md');
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string>; devDependencies: object };

/** A command as somebody types it now: simulated clips take their time. */
const shotcaller = (words: readonly string[], where: { home: string; workingFolder?: string }) =>
  commandLine(words, { ...where, now: () => new Date().toISOString() });

/** The lines of the bash blocks, with the exit code that a comment behind them names. */
function commandsIn(text: string): readonly { line: string; exitCode: number }[] {
  const blocks = [...text.matchAll(/^```bash\n([\s\S]*?)^```/gm)].map(([, block]) => block!);
  return blocks.flatMap((block) =>
    block
      .trim()
      .split('\n')
      .map((line) => {
        const [, command = line, code = '0'] = /^(.*?) *# exit (\d)$/.exec(line) ?? [];
        return { line: command, exitCode: Number(code) };
      }),
  );
}

function wordsOf(line: string): readonly string[] {
  const words = line.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', ''));
  const [program, script] = words;
  if (program === 'shotcaller') return words.slice(1);
  if (program === 'node' && script === 'packages/shotcaller/bin/shotcaller.js') return words.slice(2);
  throw new Error(`${line} is no command of Shotcaller.`);
}

const header = Object.fromEntries(
  skill
    .split('---\n')[1]!
    .split('\n')
    .flatMap((line) => {
      const found = /^([a-z-]+): (.+)$/.exec(line);
      return found ? [[found[1]!, found[2]!]] : [];
    }),
);

describe('the skill', () => {
  let home: string;
  let orderedId = '';
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'shotcaller-skill-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('has the header that agents ask for, and a body that they can hold', () => {
    expect(header.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(existsSync(join(root, 'skills', header.name!, 'SKILL.md'))).toBe(true);
    expect(header.description!.length).toBeLessThanOrEqual(1024);
    expect(header.description).toContain('Use it whenever');
    expect(header.compatibility!.length).toBeLessThanOrEqual(500);
    expect(skill.split('\n').length).toBeLessThan(500);
  });

  test('lets only commands through unasked that read', () => {
    const tools = [...header['allowed-tools']!.matchAll(/Bash\((.*?)\)/g)].map(([, command]) => command!);
    expect(tools).toEqual([
      ...['pick', 'quote', 'preview', 'models', 'ledger'].map((name) => `shotcaller ${name}:*`),
      // Without `:*`, which would let `jobs settle` through.
      'shotcaller jobs',
      'shotcaller jobs --json',
    ]);
    expect(header['allowed-tools']!.replace(/Bash\(.*?\)/g, '').trim()).toBe('');
  });

  // In the order of the page: the job that one command orders is the one that the next goes on with.
  test.each(commandsIn(skill))('$line', async ({ line, exitCode }) => {
    const words = wordsOf(line).map((word) => (word === 'JOB' ? orderedId : word));
    let answer = await shotcaller(words, { home, workingFolder: home });
    // Exit code 6, "still under way": an agent says it again, as a busy machine may need it.
    while (words[0] === 'resume' && answer.code === 6) {
      answer = await shotcaller(words, { home, workingFolder: home });
    }
    const { code, out, talk } = answer;
    expect([code, code === exitCode ? '' : talk]).toEqual([exitCode, '']);
    if (words[0] === 'run') {
      const job = JSON.parse(out);
      expect(job).toMatchObject({ resumable: true, files: [], key: 'paper-boat-1' });
      orderedId = job.id;
    }
    if (words[0] === 'resume') expect(JSON.parse(out)).toMatchObject([{ id: orderedId, status: 'done' }]);
  });

  test('its order, sent once more after a time-out, is answered with the first job', async () => {
    const { line } = commandsIn(skill).find((one) => one.line.startsWith('shotcaller run'))!;
    const { code, out } = await shotcaller(wordsOf(line), { home, workingFolder: home });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ id: orderedId, repeated: true });
    expect(JSON.parse((await shotcaller(['jobs', '--json'], { home })).out)).toHaveLength(1);
  });

  test('every command and flag that it names in passing is there', async () => {
    const named = [...skill.matchAll(/`(?:npx )?shotcaller ([a-z]+)/g)].map(([, name]) => name!);
    const flags = new Set([...skill.matchAll(/`(--[a-z-]+)/g)].map(([, flag]) => flag!));
    const help = await Promise.all(
      ['run', 'resume', ...named].map(async (name) => (await shotcaller([name, '--help'], { home })).out),
    );
    for (const flag of flags) expect(help.join('\n')).toContain(`${flag} `);
  });

  test('has evaluations of the rules that cost money', () => {
    const { skill_name, evals } = JSON.parse(read('skills/shotcaller/evals/evals.json')) as {
      skill_name: string;
      evals: readonly { id: number; prompt: string; expected_output: string; assertions: readonly string[] }[];
    };
    expect(skill_name).toBe(header.name);
    expect(new Set(evals.map(({ id }) => id)).size).toBe(evals.length);
    for (const { prompt, expected_output, assertions } of evals) {
      expect(prompt.length * expected_output.length * assertions.length).toBeGreaterThan(0);
    }
    const all = evals.flatMap(({ assertions }) => assertions).join('\n');
    expect(all).toContain('shotcaller run is not run');
  });
});

describe('AGENTS.md', () => {
  test('names scripts and programs that there are', () => {
    const scripts = [...agents.matchAll(/`npm (?:run )?([a-z:]+)`/g)]
      .map(([, name]) => name!)
      .filter((name) => name !== 'ci');
    expect(scripts.length).toBeGreaterThan(5);
    for (const name of scripts) expect(manifest.scripts).toHaveProperty([name]);
    expect(agents).toContain('`npx vitest run PATH`');
    expect(Object.keys(manifest.devDependencies)).toContain('vitest');
  });

  test.each(commandsIn(agents))('$line', async ({ line, exitCode }) => {
    const home = mkdtempSync(join(tmpdir(), 'shotcaller-agents-'));
    try {
      expect((await shotcaller(wordsOf(line), { home, workingFolder: home })).code).toBe(exitCode);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

test.each(['AGENTS.md', 'llms.txt', 'skills/shotcaller/SKILL.md'])(
  'every link and folder that %s names is there',
  (path) => {
    const text = read(path);
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, link]) => link!)
      .filter((link) => !/^https?:/.test(link));
    for (const link of links) expect([link, existsSync(join(root, dirname(path), link))]).toEqual([link, true]);
    const folders =
      path === 'AGENTS.md' ? [...text.matchAll(/`(packages\/[a-z/-]+)`/g)].map(([, folder]) => folder!) : [];
    for (const folder of folders) expect([folder, existsSync(join(root, folder))]).toEqual([folder, true]);
  },
);
