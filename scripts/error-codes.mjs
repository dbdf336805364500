// The errors of docs/codes.md: the classes that the library throws, read from its built declarations, and the answers of /v1 that are no
// success, read from the sources of the gateway.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const cell = (text) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** Error classes of the public declarations: what each means, and its codes. */
export function errorClasses(root) {
  const doors = ['shotcaller/dist/index.d.ts', 'shotcaller/dist/ai-sdk.d.ts', 'simulator/dist/index.d.ts'].map((path) =>
    join(root, 'packages', path),
  );
  const program = ts.createProgram(doors, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    strict: true,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const found = new Map();
  for (const door of doors) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(door));
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const declaration = symbol.declarations?.find(ts.isClassDeclaration);
      if (!declaration || !isError(checker, checker.getDeclaredTypeOfSymbol(symbol))) continue;
      const property = checker.getDeclaredTypeOfSymbol(symbol).getProperty('code');
      const type = property && checker.getTypeOfSymbolAtLocation(property, declaration);
      const codes = (type?.isUnion() ? type.types : type ? [type] : []).filter((one) => one.isStringLiteral());
      found.set(exported.name, {
        name: exported.name,
        about: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        codes: codes.map(({ value }) => value),
      });
    }
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function isError(checker, type) {
  return (checker.getBaseTypes(type) ?? []).some((base) => base.symbol?.name === 'Error' || isError(checker, base));
}

/** Status, code and message of every `new ApiProblem(status, { code, message })`. */
export function apiProblems(root) {
  const problems = new Map();
  const folder = join(root, 'packages/shotcaller/src/gateway');
  const paths = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.ts'));
  for (const path of paths.sort()) {
    const source = ts.createSourceFile(path, readFileSync(join(folder, path), 'utf8'), ts.ScriptTarget.ES2023, true);
    const visit = (node) => {
      if (ts.isNewExpression(node) && node.expression.getText() === 'ApiProblem') {
        const [status, error] = node.arguments ?? [];
        const field = (name) =>
          ts.isObjectLiteralExpression(error)
            ? error.properties.find((property) => property.name?.getText() === name)?.initializer
            : undefined;
        const [code, message] = [field('code'), field('message')];
        if (code && ts.isStringLiteralLike(code) && !problems.has(code.text))
          problems.set(code.text, { code: code.text, status: status.getText(), message: textOf(message) });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...problems.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
}

/** A message with `…` for what is filled in. Empty: it is made elsewhere. */
function textOf(message) {
  if (message === undefined) return '';
  if (ts.isStringLiteralLike(message)) return message.text;
  if (ts.isTemplateExpression(message))
    return [message.head.text, ...message.templateSpans.map(({ literal }) => `…${literal.text}`)].join('');
  return '';
}

/** The lines of docs/codes.md. */
export function errorLines(root) {
  return [
    '',
    '## Errors of the library',
    '',
    'What the library throws. `name` of an error is its class. A code that starts with `E` is one of the operating system.',
    '',
    '| class | codes | meaning |',
    '|---|---|---|',
    ...errorClasses(root).map(
      ({ name, codes, about }) => `| \`${name}\` | ${codes.map((code) => `\`${code}\``).join(' ')} | ${cell(about)} |`,
    ),
    '',
    '## Errors of `/v1`',
    '',
    'In `error.code` of an answer of the gateway that is no success. `…` stands for what is filled in.',
    '',
    '| code | status | message |',
    '|---|---|---|',
    ...apiProblems(root).map(
      ({ code, status, message }) => `| \`${code}\` | ${/^\d+$/.test(status) ? status : ''} | ${cell(message)} |`,
    ),
  ];
}
