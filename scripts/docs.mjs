// Writes the generated parts of the docs, or with --check says which are stale. Runs the built command line: build first.
//
// In README.md, docs/*.md and docs/guides/*.md a pair of comments holds what a command prints, or a program of examples:
//   <!-- output of: shotcaller pick --duration 5 -->
//   ```console … ```
//   <!-- end of output -->
//   <!-- code of: examples/pick-a-model.mjs -->
//   ```js … ```
//   <!-- end of code -->
// or rows of a table that another page has, by their first words:
//   <!-- rows of: docs/tournament.md submit-reset poll-502 -->
//   <!-- end of rows -->
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundledCatalog } from '@shotcaller/core';
import { rolldown } from 'rolldown';
import { errorLines } from './error-codes.mjs';
import { llmsText } from './llms.mjs';
import { mcpToolsPage } from './mcp-tools.mjs';
import { videoModelsSource } from './video-models.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const stale = [];

/** Runs `shotcaller …` or `node …` at a fixed moment, without key and network, 100 columns wide. */
function output(command) {
  const [program, ...words] = command.match(/"[^"]*"|\S+/g).map((word) => word.replaceAll('"', ''));
  const args = program === 'shotcaller' ? ['packages/shotcaller/bin/shotcaller.js', ...words] : words;
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      NO_COLOR: '1',
      SHOTCALLER_NOW: '2026-10-09T12:00:00.000Z',
      SHOTCALLER_HOME: join(tmpdir(), 'shotcaller-docs'),
    },
  });
  if (status !== 0 && status !== 3) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout.trimEnd();
}

/** A module that no public index names. What it loads only when it is needed is left out. */
async function bundled(path) {
  const bundle = await rolldown({
    input: join(root, path),
    platform: 'node',
    external: (id) => /^[^./]/.test(id) && !id.startsWith(root) && !id.startsWith('@shotcaller/'),
    resolve: { mainFields: ['module', 'main'] },
  });
  const folder = await mkdtemp(join(root, 'node_modules/.docs-'));
  try {
    const { output: chunks } = await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'entry.mjs' });
    return await import(pathToFileURL(join(folder, chunks[0].fileName)).href);
  } finally {
    await bundle.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function update(path, text) {
  const full = join(root, path);
  let current = '';
  try {
    current = readFileSync(full, 'utf8');
  } catch {
    // A new file is stale by definition.
  }
  if (current === text) return;
  if (check) stale.push(path);
  else writeFileSync(full, text);
}

/** The skill as a module, so that the server has it wherever it is installed. */
function skillTextSource(text) {
  return [
    '// biome-ignore-all format: one text, as it stands in skills/shotcaller/SKILL.md',
    '// Written by scripts/docs.mjs; `npm run docs` renews it.',
    `export const skillText = ${JSON.stringify(text)};`,
    '',
  ].join('\n');
}

/** A command as somebody types it, 100 columns wide. */
function typed(command) {
  // A flag and its value stay together.
  const words = command
    .replace(/^shotcaller/, 'npx shotcaller')
    .match(/--[a-z-]+(?: (?!--)(?:"[^"]*"|\S+))?|"[^"]*"|\S+/g);
  const lines = [`$ ${words[0]}`];
  for (const word of words.slice(1)) {
    if (`${lines.at(-1)} ${word}`.length <= 98) lines.push(`${lines.pop()} ${word}`);
    else lines.push(`${lines.pop()} \\`, `    ${word}`);
  }
  return lines.join('\n');
}

function filled(text) {
  return text
    .replace(
      /<!-- output of: (.+?) -->[\s\S]*?<!-- end of output -->/g,
      (_whole, command) =>
        `<!-- output of: ${command} -->\n\`\`\`console\n${typed(command)}\n${output(command)}\n\`\`\`\n<!-- end of output -->`,
    )
    .replace(
      /<!-- code of: (\S+) -->[\s\S]*?<!-- end of code -->/g,
      (_whole, path) =>
        `<!-- code of: ${path} -->\n\`\`\`js\n${readFileSync(join(root, path), 'utf8').trimEnd()}\n\`\`\`\n<!-- end of code -->`,
    )
    .replace(
      /<!-- rows of: (\S+) (.+?) -->[\s\S]*?<!-- end of rows -->/g,
      (_whole, path, names) =>
        `<!-- rows of: ${path} ${names} -->\n\n${rowsOf(path, names.split(' '))}\n\n<!-- end of rows -->`,
    );
}

/** The head of a page's table and the rows whose first cell begins with one of `names`, without what the page says of ours alone, from the column "Shotcaller says" on. */
function rowsOf(path, names) {
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  const head = lines.findIndex((line) => line.startsWith('| scenario'));
  const rows = names.map((name) => {
    const row = lines.find((line) => line.startsWith(`| \`${name}\``));
    if (row === undefined) throw new Error(`${path} has no row ${name}.`);
    return row;
  });
  const alike = lines[head].split('|').indexOf(' Shotcaller says ');
  return [lines[head], lines[head + 1], ...rows]
    .map((line) => line.split('|').slice(0, alike).join('|').concat('|'))
    .join('\n');
}

update('packages/shotcaller/src/video-models.ts', videoModelsSource(bundledCatalog));

/** Help as a terminal of this width shows it. */
const helpColumns = 90;
const cli = 'packages/shotcaller/src/cli';
const { commands } = await bundled(`${cli}/commands.ts`);
const { commandHelp } = await bundled(`${cli}/help.ts`);
const { overviewHelp } = await bundled(`${cli}/overview.ts`);
const { wrapLines } = await bundled(`${cli}/render/wrap.ts`);
const help = (text) => ['```text', wrapLines(text, helpColumns).trimEnd(), '```'];
const commandLine = [
  '# The command line',
  '',
  '<!-- Written by scripts/docs.mjs from the table of commands; `npm run docs` renews it. -->',
  '',
  ...help(overviewHelp()),
  ...commands
    .filter(({ hidden }) => !hidden)
    .flatMap((command) => ['', `## ${command.name}`, '', ...help(commandHelp(command, helpColumns))]),
  '',
].join('\n');
mkdirSync(join(root, 'docs'), { recursive: true });
update('docs/command-line.md', commandLine);

update('docs/mcp-tools.md', await mcpToolsPage());

const { codeFamilies } = await bundled('packages/core/src/sentences/code-families.ts');
const cell = (text) => text.replaceAll('|', '\\|');
const familyLines = ({ title, about, codes }) => {
  const hasSeverity = codes.some(({ severity }) => severity !== undefined);
  return [
    '',
    `## ${title}`,
    '',
    about,
    '',
    hasSeverity ? '| code | severity | example |' : '| code | example |',
    hasSeverity ? '|---|---|---|' : '|---|---|',
    ...codes.map(({ code, severity, sentence }) =>
      ['', `\`${code}\``, ...(hasSeverity ? [severity] : []), cell(sentence), ''].join(' | ').trim(),
    ),
  ];
};
update(
  'docs/codes.md',
  [
    '# Codes',
    '',
    '<!-- Written by scripts/docs.mjs; `npm run docs` renews it. -->',
    '',
    'Findings are data: a code and its arguments. Core makes the sentences from them (`packages/core/src/sentences`), and the command',
    'line, the page and the gateway show the same ones. A program should expect codes that it does not know: a later version may add some.',
    ...codeFamilies().flatMap(familyLines),
    ...errorLines(root),
    '',
  ].join('\n'),
);

const decisions = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d/.test(name));
update(
  'docs/decisions/index.md',
  [
    '# Decisions',
    '',
    '<!-- Written by scripts/docs.mjs; `npm run docs` renews it. -->',
    '',
    'Each record says what was decided, why, and what it costs.',
    '',
    ...decisions.map((name) => {
      const [, title] = /^# *(?:\d+\. *)?(.+)/.exec(readFileSync(join(root, 'docs/decisions', name), 'utf8'));
      return `${Number(name.slice(0, 4))}. [${title}](${name})`;
    }),
    '',
  ].join('\n'),
);

for (const program of readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.mjs'))) {
  update(`examples/expected/${program.replace('.mjs', '.txt')}`, `${output(`node examples/${program}`)}\n`);
}
/** Every program with what it prints. Its first line says what it is for. */
function examplesPage() {
  const programs = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.mjs'));
  const lines = programs.flatMap((program) => {
    const text = readFileSync(join(root, 'examples', program), 'utf8').trimEnd();
    const printed = readFileSync(join(root, 'examples/expected', program.replace('.mjs', '.txt')), 'utf8').trimEnd();
    const [about, ...code] = text.split('\n');
    return [
      '',
      `## ${program}`,
      '',
      about.replace(/^\/\/ /, ''),
      '',
      '```js',
      ...code,
      '```',
      '',
      'It prints:',
      '',
      '```text',
      printed,
      '```',
    ];
  });
  return [
    '# Examples',
    '',
    '<!-- Written by scripts/docs.mjs; `npm run docs` renews it. -->',
    '',
    'Programs of the folder `examples`. In a checkout, `node examples/express.mjs` runs one: no key is needed and nothing is spent. The tests run all of',
    'them and compare what they print.',
    ...lines,
    '',
  ].join('\n');
}

const textsIn = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
update('docs/examples.md', examplesPage());
for (const path of ['README.md', ...textsIn('docs'), ...textsIn('docs/guides')]) {
  update(path, filled(readFileSync(join(root, path), 'utf8')));
}

update(
  'packages/shotcaller/src/mcp/skill-text.ts',
  skillTextSource(readFileSync(join(root, 'skills/shotcaller/SKILL.md'), 'utf8')),
);
update('llms.txt', llmsText(root));

if (stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run npm run docs and commit what it writes.`);
  process.exit(1);
}
