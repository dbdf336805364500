import { posix } from 'node:path';
import { defineConfig } from 'vitepress';

/** Where files of the repository that are no pages of the site are shown. */
const repository = 'https://github.com/shotcaller/shotcaller/blob/main';

/** The path in the repository that a link of a page leads to, when it leaves `docs`. */
function pathOutside(from: string, link: string): string | undefined {
  if (!link.startsWith('.')) return undefined;
  const path = posix.join(posix.dirname(from), link);
  return path.startsWith('../') ? path.slice('../'.length) : undefined;
}

const page = (text: string, link: string) => ({ text, link });

export default defineConfig({
  title: 'Shotcaller',
  description: 'Know which video model, what the clip will cost, and get exactly one video for one bill.',
  // The files can then be served from any folder and opened without a server that rewrites addresses.
  cleanUrls: false,
  lastUpdated: false,
  srcExclude: ['node_modules/**'],
  markdown: {
    lineNumbers: false,
    config(markdown) {
      markdown.core.ruler.push('repository_links', ({ tokens, env }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const link = token.type === 'link_open' ? token.attrGet('href') : null;
          const outside = link === null ? undefined : pathOutside(env.relativePath, link);
          if (outside !== undefined) token.attrSet('href', `${repository}/${outside}`);
        }
      });
    },
  },
  // The index of the search is one chunk, loaded when somebody searches.
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [page('Guide', '/guides/quick-start'), page('Reference', '/command-line')],
    sidebar: [
      {
        text: 'Guide',
        items: [
          page('Quick start', '/guides/quick-start'),
          page('Choose a model', '/guides/choose'),
          page('Run a job', '/guides/run'),
          page('Shoot a batch', '/guides/batch'),
          page('Use the AI SDK', '/guides/ai-sdk'),
          page('Types per model', '/guides/types'),
          page('Set a budget', '/guides/budget'),
          page('Agents over MCP', '/guides/mcp'),
          page('Receive webhooks', '/guides/webhooks'),
          page('Several machines', '/guides/several-machines'),
          page('Watch a fleet', '/guides/watching'),
          page('Scale', '/scale'),
          page('Test your own code', '/guides/tests'),
          page('Configure', '/guides/configuration'),
          page('Gateway', '/gateway'),
          page('Studio', '/studio'),
          page('Simulator', '/simulator'),
          page('Evidence', '/evidence'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('Examples', '/examples'),
          page('Command line', '/command-line'),
          page('MCP tools', '/mcp-tools'),
          page('JSON', '/json'),
          page('Codes', '/codes'),
          page('Library', '/reference/library/shotcaller'),
          page('Library: core', '/reference/library/core'),
          page('Library: simulator', '/reference/library/simulator'),
          page('How sentences are read', '/sentences'),
          page('Glossary', '/glossary'),
        ],
      },
      {
        text: 'Background',
        items: [
          page('What clients buy when an answer is lost', '/tournament'),
          page('The same through the gateway', '/tournament-gateway'),
          page('Picks before and after', '/picks-before-and-after'),
          page('Architecture', '/architecture'),
          page('Decisions', '/decisions/'),
        ],
      },
    ],
  },
});
