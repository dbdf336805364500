import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { replacedTexts } from './replaced-words.ts';

/** Texts that a user can read: what stands in quotes or between tags in the sources, and the pages. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/node_modules|^reference|\.vitepress/.test(name))
    .map((name) => `${folder}/${name}`);

const pages = [
  ...filesIn('docs', /\.md$/),
  ...filesIn('skills', /\.md$/),
  ...['core', 'shotcaller', 'simulator'].map((name) => `packages/${name}/README.md`),
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'AGENTS.md', 'CHANGELOG.md', 'llms.txt'],
];
const sources = ['core', 'shotcaller', 'simulator', 'studio'].flatMap((name) =>
  filesIn(`packages/${name}/src`, /\.tsx?$/),
);

/** The strings, templates and texts of a page in a source file; comments are for those who work on it. */
function textsIn(path: string): readonly string[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2023, false, kind);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isJsxText(node)
    )
      texts.push(node.text.replace(/\s+/g, ' '));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

test('No text that was replaced is left where a user reads', () => {
  const everything = [
    ...pages.map((path) => ({
      path,
      texts: read(path)
        .split('\n\n')
        .map((text) => text.replace(/\s+/g, ' ')),
    })),
    ...sources.map((path) => ({ path, texts: textsIn(path) })),
  ];
  const left = everything.flatMap(({ path, texts }) =>
    texts.flatMap((text) =>
      replacedTexts
        .filter(({ gone }) => gone.test(text))
        .map(({ gone, instead }) => `${path}: "${gone.exec(text)![0]}" → ${instead}`),
    ),
  );
  expect(left).toEqual([]);
});

test('A text that was replaced would be found, in a string, a template and a page', () => {
  for (const { gone, instead } of replacedTexts) expect(gone.test(instead), String(gone)).toBe(false);
  expect(replacedTexts.filter(({ gone }) => gone.test('30 models were held against the clip'))).toHaveLength(1);
});
