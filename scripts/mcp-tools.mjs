// The tools of `shotcaller mcp` as it states them itself, for the docs. Needs the built command line.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

/** Markdown of every tool: what it does, whether it spends, what it takes and gives. */
export async function mcpToolsPage() {
  const client = new Client(
    { name: 'docs', version: '1.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [fileURLToPath(new URL('../packages/shotcaller/bin/shotcaller.js', import.meta.url)), 'mcp'],
      env: { PATH: process.env.PATH ?? '', SHOTCALLER_HOME: join(tmpdir(), 'shotcaller-docs') },
      stderr: 'ignore',
    }),
  );
  const { tools } = await client.listTools();
  await client.close();
  return [
    '# MCP tools',
    '',
    '<!-- Written by scripts/docs.mjs from the schemas of the tools; `npm run docs` renews it. -->',
    '',
    'What `shotcaller mcp` and `/mcp` of the gateway offer. [How to set it up](guides/mcp.md).',
    '',
    '| tool | reads only | may destroy | the same call twice changes nothing more |',
    '|---|---|---|---|',
    ...tools.map(
      ({ name, annotations }) =>
        `| [\`${name}\`](#${name}) | ${yes(annotations.readOnlyHint)} | ${yes(!annotations.readOnlyHint && annotations.destructiveHint)} | ${yes(annotations.readOnlyHint || annotations.idempotentHint)} |`,
    ),
    ...tools.flatMap((tool) => [
      '',
      `## ${tool.name}`,
      '',
      tool.description,
      ...fields('takes', tool.inputSchema),
      ...fields('answers', tool.outputSchema),
    ]),
    '',
  ].join('\n');
}

function yes(hint) {
  return hint ? 'yes' : 'no';
}

function fields(heading, { properties = {}, required = [] }) {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      `| \`${name}\`${required.includes(name) ? '' : ' (optional)'} | ${typeOf(schema)} | ${cell(schema.description ?? '')} |`,
  );
  return rows.length === 0 ? [] : ['', `| ${heading} | type | |`, '|---|---|---|', ...rows];
}

function typeOf(schema) {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if ('const' in schema) return `\`${schema.const}\``;
  const kinds = (schema.anyOf ?? [schema]).flatMap((one) => (one.enum ? 'string' : one.type));
  return kinds.filter((kind) => kind !== undefined).join(' or ');
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
