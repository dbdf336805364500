// The codes of docs/codes.md that core does not know: those with their sentences beside them, the classes that the library throws, read from its built declarations, and the answers of /v1 that are no
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
      const codes = codesOf(checker, checker.getDeclaredTypeOfSymbol(symbol), declaration);
      found.set(exported.name, {
        name: exported.name,
        about: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        codes,
      });
    }
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The words of `code`, or of `problem`, and those of the entries of `problems`. */
function codesOf(checker, type, at) {
  const typeOf = (name) => {
    const property = type.getProperty(name);
    return property && checker.getTypeOfSymbolAtLocation(property, at);
  };
  const [own, problems] = [typeOf('code') ?? typeOf('problem'), typeOf('problems')];
  const words = own ? (own.isUnion() ? own.types : [own]) : [];
  return [
    ...words.filter((one) => one.isStringLiteral()).map(({ value }) => value),
    ...(problems ? codesOf(checker, checker.getTypeArguments(problems)[0], at) : []),
  ];
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
        if (code && ts.isStringLiteralLike(code) && !problems.has(code.text)) {
          const made = madeElsewhere[code.text];
          const text = made ? returnedText(root, made) : textOf(message);
          problems.set(code.text, { code: code.text, status: status.getText(), message: text });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...problems.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
}

/** Codes whose message a function makes that stands elsewhere, below `packages`. */
const madeElsewhere = {
  job_archived: { path: 'shotcaller/src/jobs/no-such-job.ts', words: 'archivedText' },
  key_archived: { path: 'shotcaller/src/jobs/no-such-job.ts', words: 'keyArchivedText' },
  key_reused: { path: 'core/src/sentences/order-difference.ts', words: 'keyReusedSentence' },
};

/** What a function returns at its end. */
function returnedText(root, { path, words }) {
  const text = textOf(
    functionIn(join(root, 'packages', path), words).body.statements.findLast(ts.isReturnStatement)?.expression,
  );
  if (text === '') throw new Error(`${words} in ${path} returns no text that can be read.`);
  return text.replace(/…+/g, '…');
}

function functionIn(path, name) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true);
  const found = source.statements.find((node) => ts.isFunctionDeclaration(node) && node.name?.text === name);
  if (!found) throw new Error(`${path} has no function ${name}.`);
  return found;
}

/** A message with `…` for what is filled in. Empty: it is made elsewhere. */
function textOf(message) {
  if (message === undefined) return '';
  if (ts.isStringLiteralLike(message)) return message.text;
  if (ts.isConditionalExpression(message)) return textOf(message.whenFalse) || textOf(message.whenTrue);
  if (ts.isTemplateExpression(message))
    return [message.head.text, ...message.templateSpans.map(({ literal }) => `…${literal.text}`)].join('');
  return '';
}

/** Codes whose sentences are made beside them, in one function with a case for each. */
const families = [
  {
    title: 'Findings about a picture',
    about: 'What a look at a first frame, last frame or reference picture found, before anything is bought.',
    path: 'inputs/image-finding.ts',
    words: 'imageFindingText',
  },
  {
    title: 'Notices about the catalogue',
    about: 'What happened on the way to the list of models. The answer is usable all the same.',
    path: 'catalog/notice.ts',
    words: 'catalogNoticeText',
  },
  {
    title: 'Reasons of a shot',
    about: 'In `outcome.why` of a planned clip of a batch: why this model.',
    path: 'batch/plan/shot-reason.ts',
    words: 'shotReasonSentence',
  },
  {
    title: 'Changes since a plan',
    about: 'What is another now than when a plan of a batch was made.',
    path: 'batch/plan/plan-changes.ts',
    words: 'planChangeText',
  },
  {
    title: 'Why a shot was not bought',
    about: 'In `whyNot` of a clip of a batch.',
    path: 'batch/run/clip-result.ts',
    words: 'whyNotSentence',
  },
  {
    title: 'Problems of a shot list',
    about: 'In `problems` of a `ShotListError`, each with its line and column.',
    path: 'batch/list/list-problem.ts',
    words: 'faultText',
  },
];

/** Every code of a function's cases, with the sentence that it returns. */
function sentencesOf(root, { path, words }) {
  const maker = functionIn(join(root, 'packages/shotcaller/src', path), words);
  const rows = [];
  const visit = (node) => {
    if (ts.isCaseClause(node) && ts.isStringLiteral(node.expression)) {
      const returned = node.statements.find(ts.isReturnStatement)?.expression;
      rows.push({ code: node.expression.text, text: textOf(returned) });
    }
    ts.forEachChild(node, visit);
  };
  visit(maker);
  return rows;
}

/** The lines of docs/codes.md. */
export function errorLines(root) {
  return [
    ...families.flatMap((family) => [
      '',
      `## ${family.title}`,
      '',
      `${family.about} \`…\` stands for what is filled in.`,
      '',
      '| code | sentence |',
      '|---|---|',
      ...sentencesOf(root, family).map(({ code, text }) => `| \`${code}\` | ${cell(text) || '…'} |`),
    ]),
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
