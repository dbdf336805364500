import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSimulator } from '@shotcaller/simulator';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../packages/shotcaller/src/cli/commands.ts';
import { parseArguments } from '../../packages/shotcaller/src/cli/parse-arguments.ts';
import type { RequirementsInput, RunOptions } from '../../packages/shotcaller/src/index.ts';
import { testShotcaller } from '../../packages/shotcaller/src/testing.ts';
import { shotcaller } from '../../packages/shotcaller/test/cli/command-line.ts';

/**
 * Every block of code in the docs that `npm run docs` does not write: commands are carried out on the simulator, settings are read by what reads
 * them, programs are compiled. Blocks that it writes are held against what is run by `npm run docs:check`.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

/** Pages that are written as a whole. */
const writtenPages = /^docs\/(?:command-line|codes|examples|mcp-tools)\.md$/;
const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md') && !/node_modules|^reference|\.vitepress/.test(name))
  .map((name) => `docs/${name}`)
  .filter((name) => !writtenPages.test(name));

function blocksOf(page: string): readonly Block[] {
  const own = read(page).replace(/<!-- (output|code|rows) of: [\s\S]*?<!-- end of \1 -->/g, '');
  return [...own.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language, text]) => ({
    page,
    language: language!,
    text: text!,
  }));
}

const blocks = pages.flatMap(blocksOf);
/** The pages that a registry shows beside each package. Their programs are run below. */
const packagePages = ['core', 'shotcaller', 'simulator'].map((name) => `packages/${name}/README.md`);
const inLanguage = (language: string, page?: string) =>
  blocks.filter((block) => block.language === language && (page === undefined || block.page === page));

test('every block is of a kind that is tried below', () => {
  const kinds = new Map<string, string[]>();
  for (const { page, language } of blocks) kinds.set(language, [...(kinds.get(language) ?? []), page]);
  expect([...kinds.keys()].sort()).toEqual(['', 'csv', 'json', 'sh', 'text', 'toml', 'ts']);
  // The shapes of JSON, held against what the commands print by the tests of the commands, and the errors of a list.
  expect([kinds.get('text'), kinds.get('')?.sort()]).toEqual([
    ['docs/json.md'],
    ['docs/guides/batch.md', 'docs/json.md'],
  ]);
});

/** The lines of a block, each with what stands before the program and without its comment. */
const commandsOf = ({ page, text }: Block) =>
  text
    .trim()
    .split('\n')
    .map((line) => ({ page, line: line.replace(/ +# .*$/, '') }));

const lines = inLanguage('sh').flatMap(commandsOf);
const wordsOf = (line: string) => line.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', ''));
/** The words behind `shotcaller`, wherever it stands in the line. */
const argumentsOf = (line: string) => {
  const words = wordsOf(line);
  return words.slice(words.lastIndexOf('shotcaller') + 1);
};
/** Programs that go on until they are ended. Other tests start each of them. */
const goesOn = /^(?:serve|worker|mcp|simulate)$/;
const isOurs = ({ line }: { line: string }) =>
  /^(?:[A-Z_]+=\S+ )*(?:npx )?shotcaller /.test(line) || / -- npx shotcaller /.test(line);

describe('Commands of Shotcaller in the docs', () => {
  let home: string;
  let folder: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'shotcaller-docs-'));
    folder = join(home, 'work');
    mkdirSync(folder);
    cpSync(join(root, 'examples/lantern-film'), join(folder, 'examples/lantern-film'), { recursive: true });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const ours = lines.filter(isOurs);

  test.each(ours.filter(({ line }) => goesOn.test(argumentsOf(line)[0]!)))(
    '$page: $line has flags that are there',
    ({ line }) => {
      const [name, ...rest] = argumentsOf(line);
      const command = commands.find((candidate) => candidate.name === name)!;
      const { positionals } = parseArguments(rest, command);
      expect(positionals.length).toBeLessThanOrEqual(command.mostPositionals);
    },
  );

  // In the order of the pages: a key is made before it is revoked.
  test.each(ours.filter(({ line }) => !goesOn.test(argumentsOf(line)[0]!) && !line.includes('postgres://')))(
    '$page: $line',
    async ({ line }) => {
      const words = argumentsOf(line).map((word) => (word === '…' ? 'a fox in snow, 5 seconds' : word));
      const { code, talk } = await shotcaller(words, {
        home,
        workingFolder: folder,
        now: () => new Date().toISOString(),
      });
      expect(code, talk).toBe(0);
    },
  );

  test('a line that names a database of PostgreSQL has flags that are there', () => {
    const named = ours.filter(({ line }) => line.includes('postgres://'));
    expect(named).toHaveLength(1);
    const [name, ...rest] = argumentsOf(named[0]!.line);
    expect(() => parseArguments(rest, commands.find((candidate) => candidate.name === name)!)).not.toThrow();
  });
});

describe('Other commands of the docs', () => {
  const others = lines.filter((line) => !isOurs(line));

  test('are of kinds that are tried', () => {
    const known = /^(?:export |npm (?:ci|install) |curl |(?:[A-Z_]+=\S+ )*node your-)/;
    expect(others.filter(({ line }) => !known.test(line))).toEqual([]);
  });

  test('install packages that Shotcaller is tested with', () => {
    const named = others
      .filter(({ line }) => line.startsWith('npm install'))
      .flatMap(({ line }) => wordsOf(line).slice(2))
      .filter((word) => !word.startsWith('-'));
    expect(named.length).toBeGreaterThan(4);
    const manifests = [
      'package.json',
      ...['core', 'simulator', 'shotcaller'].map((name) => `packages/${name}/package.json`),
    ];
    const tested = new Set(
      manifests.flatMap((path) => {
        const { name, dependencies, devDependencies } = JSON.parse(read(path)) as Record<string, object> & {
          name: string;
        };
        return [name, ...Object.keys({ ...dependencies, ...devDependencies })];
      }),
    );
    expect(named.filter((name) => !tested.has(name))).toEqual([]);
  });

  test('name scripts of the repository that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = others.flatMap(({ line }) =>
      [...line.matchAll(/npm (?:run )?(start|test|[a-z:]+:[a-z]+)/g)].map(([, name]) => name!),
    );
    expect(named).toContain('start');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('ask for addresses that the simulator has', async () => {
    const simulator = createSimulator();
    const { url } = await simulator.listen();
    try {
      const asked = others.flatMap(({ line }) => /^curl (?:http:\/\/127\.0\.0\.1:8787)(\S+)$/.exec(line)?.[1] ?? []);
      expect(asked.length).toBe(others.filter(({ line }) => line.startsWith('curl')).length);
      for (const path of asked) expect((await fetch(url + path)).status, path).toBe(200);
    } finally {
      await simulator.close();
    }
  });

  test('export variables that the configuration page names', () => {
    const page =
      read('docs/guides/configuration.md') + read('docs/guides/watching.md') + read('docs/guides/several-machines.md');
    const named = lines.flatMap(({ line }) =>
      [...line.matchAll(/(?:^|\s)([A-Z][A-Z0-9_]{4,})=/g)].map(([, name]) => name!),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !page.includes(name))).toEqual([]);
  });
});

describe('Settings in the docs', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'shotcaller-docs-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('config.json and evidence.json are read as they stand', async () => {
    const [config, evidence, ...more] = inLanguage('json', 'docs/guides/configuration.md');
    expect(more).toEqual([]);
    writeFileSync(join(home, 'config.json'), config!.text);
    writeFileSync(join(home, 'evidence.json'), evidence!.text);
    const now = '2026-11-28T12:00:00.000Z';
    const listed = await shotcaller(['config', 'list', '--json'], { home, now });
    expect([listed.code, listed.talk]).toEqual([0, '']);
    expect(JSON.stringify(JSON.parse(listed.out))).toContain('"perMonthUsd"');
    const shown = await shotcaller(['evidence', 'show', 'alibaba/wan-3.0'], { home, now });
    expect(shown.code, shown.talk).toBe(0);
    expect(shown.out).toContain('our panel');
  });

  test('the settings of agents’ hosts start `shotcaller mcp` with flags that are there', () => {
    const page = 'docs/guides/mcp.md';
    const servers = inLanguage('json', page).map(({ text }) => {
      const { mcpServers, servers } = JSON.parse(text);
      return (mcpServers ?? servers).shotcaller as { command: string; args: string[]; env: object };
    });
    const toml = inLanguage('toml', page).map(({ text }) => ({
      command: /^command = "(.*)"$/m.exec(text)![1]!,
      args: JSON.parse(/^args = (.*)$/m.exec(text)![1]!) as string[],
      env: /^env = \{ (\w+) =/m.exec(text) ?? {},
    }));
    const mcp = commands.find(({ name }) => name === 'mcp')!;
    expect([...servers, ...toml]).toHaveLength(3);
    for (const { command, args } of [...servers, ...toml]) {
      expect([command, args[0], args[1]]).toEqual(['npx', 'shotcaller', 'mcp']);
      expect(parseArguments(args.slice(2), mcp).positionals).toEqual([]);
    }
  });

  test('the list of shots is planned, and its mistakes are told as the guide prints them', async () => {
    const [list] = inLanguage('csv', 'docs/guides/batch.md');
    const [printed] = inLanguage('', 'docs/guides/batch.md');
    mkdirSync(join(home, 'stills'));
    cpSync(join(root, 'docs/screenshots/contact-sheet.png'), join(home, 'stills/hands.png'));
    writeFileSync(join(home, 'film.csv'), list!.text);
    const own = { home: join(home, 'batches'), workingFolder: home };
    const planned = await shotcaller(['batch', 'film.csv', '--plan', '--json'], own);
    expect(planned.code, planned.talk).toBe(0);
    expect(JSON.parse(planned.out).plan.clips).toHaveLength(2);

    const wrong = [
      'id,prompt,duration',
      'defaults,,5',
      'boat,a boat,4',
      'lake,a lake,five',
      'sun,the sun,6',
      'fog,fog,6',
      'Lake,again,6',
    ];
    writeFileSync(join(home, 'shots.csv'), wrong.join('\n'));
    const told = await shotcaller(['batch', 'shots.csv'], { ...own, columns: 200 });
    expect(told.talk.replace(home, '/home/you').trimEnd().split('\n').slice(0, 3)).toEqual(
      printed!.text.trimEnd().split('\n'),
    );
  });
});

/** What the text around a program has given it. */
const given = `
  import { createShotcaller, type RequirementsInput } from 'shotcaller';
  declare const prompt: string;
  declare const requirements: RequirementsInput;
`;
const givenForAiSdk = `
  import { experimental_generateVideo as generateVideo, experimental_startVideo as startVideo, experimental_getVideoStatus as getVideoStatus } from 'ai';
  import { createShotcaller, shotcaller as provider } from 'shotcaller/ai-sdk';
  declare const prompt: string;
`;

describe('Programs in the docs', () => {
  /** What the compiler says of each program, by the names of the files. */
  function mistakesIn(files: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
    const at = (name: string) => join(root, 'tests/documentation', `${name}.mts`);
    const texts = new Map(Object.entries(files).map(([name, text]) => [at(name), text]));
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
    };
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (path) => texts.has(path) || fileExists(path);
    host.readFile = (path) => texts.get(path) ?? readFile(path);
    host.getSourceFile = (path, version, ...more) => {
      const text = texts.get(path);
      return text === undefined ? getSourceFile(path, version, ...more) : ts.createSourceFile(path, text, version);
    };
    const program = ts.createProgram([...texts.keys()], options, host);
    return Object.fromEntries(
      Object.keys(files).map((name) => [
        name,
        ts
          .getPreEmitDiagnostics(program, program.getSourceFile(at(name)))
          .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
      ]),
    );
  }

  test('compile, and the one that must not says what the guide prints', () => {
    const [refused, more] = inLanguage('ts', 'docs/guides/types.md').map(({ text }) => text);
    const [follow, ...noMore] = inLanguage('ts', 'docs/guides/run.md').map(({ text }) => text);
    const [options, caps, later, ...none] = inLanguage('ts', 'docs/guides/ai-sdk.md').map(({ text }) => text);
    expect([none, noMore, inLanguage('ts').length]).toEqual([[], [], 6]);
    const shotcallerIs = 'const shotcaller = createShotcaller({});';
    const providerIs = 'const shotcaller = provider;';
    const mistakes = mistakesIn({
      follow: `${given}${shotcallerIs}${follow}`,
      followTooSoon: `${given}${shotcallerIs}${follow!.replace(/switch[\s\S]*/, 'console.log(job.billedUsd, job.model);')}`,
      refused: `${given}${shotcallerIs}${refused}`,
      more: `${given}${shotcallerIs}${more}
        await shotcaller.run({ prompt, durationSeconds: 3 }, { model: 'acme/dream-1' });`,
      options: `${givenForAiSdk}${providerIs}${options}`,
      caps: `${givenForAiSdk}${caps}`,
      later: `${givenForAiSdk}const model = provider.video('auto');${later}`,
    });
    const said = /~+ (.+)/.exec(refused!)![1]!;
    expect(mistakes).toEqual({
      follow: [],
      // As the guide says: only of a job that there is.
      followTooSoon: [
        expect.stringContaining("'billedUsd' does not exist"),
        expect.stringContaining("'model' does not exist"),
      ],
      refused: [expect.stringContaining(said.replace(/\.$/, ''))],
      more: [],
      options: [],
      caps: [],
      later: [],
    });
  });
});

describe('The program that follows a run', () => {
  const [follow] = inLanguage('ts', 'docs/guides/run.md').map(({ text }) => text);

  /** What it prints on the simulator, where `run` is given options of the test over its own. */
  async function printed(more: Partial<RunOptions>): Promise<readonly string[]> {
    await using world = await testShotcaller();
    const lines: string[] = [];
    const shotcallerOfTest = {
      ...world.shotcaller,
      run: (asked: RequirementsInput, own: RunOptions) => world.shotcaller.run(asked, { ...own, ...more }),
    };
    const print = { log: (...words: unknown[]) => lines.push(words.map(String).join(' ')) };
    const { outputText } = ts.transpileModule(follow!, {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    });
    const program = new Function(
      'shotcaller',
      'prompt',
      'console',
      'process',
      `return (async () => {${outputText}})();`,
    );
    await program(shotcallerOfTest, 'a paper lantern', print, { once: () => undefined });
    return lines;
  }

  test('prints its states, its bill and its events', async () => {
    const lines = (await printed({})).join('\n');
    expect(lines).toMatch(/^\S+\/\S+ submitting\n\S+ submitted\n/m);
    expect(lines).toMatch(/^done \S+\/\S+ billed: 0\.\d+ \/\S+\.mp4$/m);
    expect(lines).toMatch(/T\S+Z done$/);
  });

  test('tells a run that was not ordered, and one that it let go of once it was sent', async () => {
    expect(await printed({ confirmUsd: '0.0001' })).toEqual([expect.stringMatching(/^Not ordered: \S+ 0\.\d+/)]);
    const stop = new AbortController();
    const lines = await printed({
      signal: stop.signal,
      onProgress: (event) => event.kind === 'state' && event.attempt.state === 'submitting' && stop.abort(),
    });
    expect(lines[0]).toMatch(/^submitted \S+ billed: not known/);
    expect(lines[1]).toMatch(/^To go on: shotcaller\.resume\(\['shot-/);
  });
});

describe('The pages of the packages', () => {
  const ofPackages = packagePages.flatMap(blocksOf);
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'shotcaller-readme-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('have blocks of kinds that are tried here', () => {
    expect([...new Set(ofPackages.map(({ language }) => language))].sort()).toEqual(['js', 'sh']);
    expect(new Set(ofPackages.map(({ page }) => page))).toEqual(new Set(packagePages));
  });

  const programs = ofPackages.filter(({ language }) => language === 'js');

  test.each(programs.map((block, index) => ({ ...block, index })))(
    '$page: program $index runs as it stands',
    async ({ text, index }) => {
      // Packages are found from here as from a project that has installed them.
      const program = join(root, 'tests/documentation', `readme-${process.pid}-${index}.tmp.mjs`);
      const simulator = createSimulator({ speed: 1000 });
      const { url } = await simulator.listen();
      // The library is told everything by its options, so the address of the simulator is one.
      writeFileSync(
        program,
        text
          .replace('createShotcaller({ ', `createShotcaller({ baseUrl: '${url}/api/v1', `)
          .replace('process.env.OPENROUTER_API_KEY', "'sk-or-v1-test'"),
      );
      try {
        const { code, output } = await runNode([program], home);
        expect(code, output).toBe(0);
        for (const [what, said] of expectedOf(text)) expect(output, what).toMatch(said);
      } finally {
        await simulator.close();
        rmSync(program, { force: true });
      }
    },
  );

  const commandLines = ofPackages.filter(({ language }) => language === 'sh').flatMap(commandsOf);

  test.each(commandLines.filter(({ line }) => line.startsWith('npx shotcaller ')))('$page: $line', async ({ line }) => {
    const { code, talk } = await shotcaller(argumentsOf(line), { home: join(home, 'commands'), workingFolder: home });
    expect(code, talk).toBe(0);
  });

  test('name packages of ours to install, and flags that the simulator has', async () => {
    const installed = commandLines.flatMap(({ line }) => /^npm install(?: --save-dev)? (\S+)$/.exec(line)?.[1] ?? []);
    expect(installed.sort()).toEqual(['@shotcaller/core', '@shotcaller/simulator', 'shotcaller']);
    const { output } = await runNode([join(root, 'packages/simulator/bin/shotcaller-simulator.js'), '--help'], home);
    const flags = commandLines
      .filter(({ line }) => line.startsWith('npx @shotcaller/simulator'))
      .flatMap(({ line }) => line.match(/--[a-z-]+/g) ?? []);
    expect(flags.length).toBeGreaterThan(3);
    expect(flags.filter((flag) => !output.includes(flag))).toEqual([]);
    const known = /^(?:npm install (?:--save-dev )?\S+|npx shotcaller .+|npx @shotcaller\/simulator .+)$/;
    expect(commandLines.filter(({ line }) => !known.test(line))).toEqual([]);
  });
});

/** What a program prints, by what it asks for. */
function expectedOf(text: string): readonly (readonly [string, RegExp])[] {
  return [
    ...(text.includes('selection.pick') ? [['the pick', /^[a-z-]+\/[\w.-]+$/m] as const] : []),
    ...(text.includes('job.status') ? [['the state of the job', /^done \{/m] as const] : []),
  ];
}

/** Runs Node without a key of OpenRouter, so that the simulator answers. */
function runNode(words: readonly string[], home: string): Promise<{ code: number | null; output: string }> {
  const { OPENROUTER_API_KEY: _, OPENROUTER_BASE_URL: __, ...environment } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...words],
      { cwd: home, env: { ...environment, SHOTCALLER_HOME: join(home, 'ledger') } },
      (error, stdout, stderr) => resolve({ code: error ? (error.code as number) : 0, output: stdout + stderr }),
    );
  });
}
