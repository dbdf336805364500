// llms.txt: what the docs hold, page by page, for a language model that looks for the right one (https://llmstxt.org).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const reference = [
  'examples',
  'command-line',
  'json',
  'codes',
  'gateway',
  'simulator',
  'studio',
  'sentences',
  'glossary',
];

/** Sections and their pages, in the order of the file. What is in `docs` and in no other section is optional reading. */
export function llmsText(root) {
  const namesIn = (folder) =>
    readdirSync(join(root, folder)).filter((name) => name.endsWith('.md') && name !== 'index.md');
  const guides = namesIn('docs/guides').map((name) => `docs/guides/${name}`);
  const references = reference.map((name) => `docs/${name}.md`);
  const others = namesIn('docs')
    .map((name) => `docs/${name}`)
    .filter((path) => !references.includes(path));
  const pages = (paths) => paths.map((path) => pageLine(root, path));
  return [
    '# Shotcaller',
    '',
    '> Know which video model of OpenRouter fits, what the clip will cost in dollars, and get exactly one video for one bill. A command line,',
    '> a TypeScript library, a provider for the AI SDK, an MCP server, an HTTP gateway and a web page, on one ledger.',
    '',
    'A submit is a purchase: it is never repeated unless OpenRouter has certainly refused it. After a time-out resume the job, do not order again. Without',
    '`OPENROUTER_API_KEY` a simulator answers and nothing is spent.',
    '',
    '## For agents',
    '',
    '- [skills/shotcaller/SKILL.md](skills/shotcaller/SKILL.md): how an agent orders a clip: preview, ask, submit, resume.',
    '- [AGENTS.md](AGENTS.md): for agents that work on this project.',
    '',
    '## Guides',
    '',
    ...pages(guides),
    '',
    '## Reference',
    '',
    ...pages(references),
    '',
    '## Optional',
    '',
    ...pages(others),
    '',
  ].join('\n');
}

/** Title and first sentence of a page. */
function pageLine(root, path) {
  const text = readFileSync(join(root, path), 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  const [, title] = /^# (.+)$/m.exec(text);
  const [, paragraph = ''] = /^# .+\n+([A-Z`*][\s\S]*?)(?:\n\n|$)/m.exec(text) ?? [];
  const plain = paragraph
    .replace(/\s+/g, ' ')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll('**', '');
  const [sentence] = /^.+?[.](?= |$)/.exec(plain) ?? [];
  return `- [${title}](${path})${sentence === undefined ? '' : `: ${sentence}`}`;
}
