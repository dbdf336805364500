import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { commands } from '../../packages/shotcaller/src/cli/commands.ts';
import { openapiDocument } from '../../packages/shotcaller/src/gateway/openapi/document.ts';
import { defaultConfig } from '../../packages/shotcaller/src/settings/config.ts';
import { undocumentedOptions } from './public-options.ts';

/** Whatever a user can set or meet stands in the docs. The lists are read from the code. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`);
const sources = ['packages/core/src', 'packages/shotcaller/src', 'packages/shotcaller/bin'].flatMap((folder) =>
  filesIn(folder, /\.[jt]s$/),
);
const pages = [...filesIn('docs', /^(?!reference|\.vitepress).*\.md$/), 'README.md'];
const docs = pages.map(read).join('\n');
const configuration = read('docs/guides/configuration.md');

describe('The docs name', () => {
  test('every flag of every command', () => {
    const sections = new Map(
      read('docs/command-line.md')
        .split(/^## /m)
        .map((section) => [section.split('\n')[0]!, section]),
    );
    const missing = commands
      .filter(({ hidden }) => !hidden)
      .flatMap(({ name, flags }) =>
        flags
          .filter((flag) => !new RegExp(`--${flag.name}(?![\\w-])`).test(sections.get(name) ?? ''))
          .map((flag) => `${name} --${flag.name}`),
      );
    expect(missing).toEqual([]);
  });

  test('every environment variable that the program reads', () => {
    const read = new Set(sources.flatMap((path) => variablesIn(path)));
    expect(read.size).toBeGreaterThan(15);
    expect([...read].filter((name) => !new RegExp(`\`[^\`\n]*\\b${name}\\b`).test(configuration))).toEqual([]);
  });

  test('every field of config.json, with its default', () => {
    const fields = Object.entries(defaultConfig).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name],
    );
    const rows = configuration.split('\n').filter((line) => line.startsWith('|'));
    const rowOf = (field: string) => rows.find((row) => row.startsWith(`| \`${field}\` |`));
    expect(fields.filter((field) => !/\| [^|]+ \| [^|]+ \|$/.test(rowOf(field) ?? ''))).toEqual([]);
  });

  test('every header of the gateway', () => {
    const headers = new Set(sources.flatMap((path) => read(path).match(/\bX-Shotcaller-[A-Z][A-Za-z-]+[a-z]/g) ?? []));
    const short = (header: string) => header.replace('X-Shotcaller', '');
    expect(headers.size).toBeGreaterThan(3);
    expect([...headers].filter((header) => !docs.includes(header) && !docs.includes(`\`${short(header)}\``))).toEqual(
      [],
    );
  });

  test('every address that a gateway with client keys answers without one', () => {
    const [, section = ''] = read('docs/gateway.md').split('**Server mode**');
    const [listed = ''] = section.split('```');
    const withoutKey = Object.entries(openapiDocument('0').paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { responses }]) => !('401' in responses))
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(withoutKey.length).toBeGreaterThan(4);
    expect(withoutKey.filter((address) => !listed.includes(`\`${address}\``))).toEqual([]);
    expect(listed.match(/`(?:GET|POST) [^`]+`/g)).toHaveLength(withoutKey.length);
  });

  test('every code of an answer, a finding or an error', () => {
    const codes = new Set(sources.flatMap((path) => codesIn(path)));
    expect(codes.size).toBeGreaterThan(200);
    expect([...codes].filter((code) => !docs.includes(`\`${code}\``)).sort()).toEqual([]);
  });
});

test('Every public option says what it is, and its default where it may be left out', () => {
  const { options, undocumented } = undocumentedOptions(root);
  expect(options).toBeGreaterThan(100);
  expect(undocumented).toEqual([]);
});

/** `environment.NAME`, `env.NAME` and `{ NAME = '' } = environment`. */
function variablesIn(path: string): readonly string[] {
  const text = read(path);
  const taken = [...text.matchAll(/const \{([^}]+)\} = environment\b/g)].flatMap(
    ([, names]) => names!.match(/\b[A-Z_]{4,}\b/g) ?? [],
  );
  return [...taken, ...[...text.matchAll(/\benv(?:ironment)?\.([A-Z][A-Z_]+)\b/g)].map(([, name]) => name!)];
}

/** Words that stand as `code` in a type, or in a union whose name ends in `Code`. */
function codesIn(path: string): readonly string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2023, true);
  const codes: string[] = [];
  const words = (type: ts.TypeNode | undefined): void => {
    if (type === undefined) return;
    if (ts.isUnionTypeNode(type)) type.types.forEach(words);
    else if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) codes.push(type.literal.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeAliasDeclaration(node) && node.name.text.endsWith('Code')) words(node.type);
    if (ts.isPropertySignature(node) && node.name.getText() === 'code') words(node.type);
    if (ts.isNewExpression(node) && node.expression.getText() === 'ApiProblem') {
      const code = /\bcode: '(\w+)'/.exec(node.getText())?.[1];
      if (code !== undefined) codes.push(code);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return codes;
}
