import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** What the rules need to know of one file. */
export interface SourceFile {
  /** Such as `core/price/sku.ts`: under `packages/`, without `src`. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Global names that are used, member access written out: `Math.random`, `process.env`, `new Date()`. */
  readonly globals: readonly string[];
  /** Property names, identifiers and whole string literals. */
  readonly words: ReadonlySet<string>;
}

export interface Import {
  /** As written; for a file of ours its path, such as `core/price/sku.ts`. */
  readonly target: string;
  /** Gone after compiling. */
  readonly typeOnly: boolean;
  /** The names that are taken, as the other file calls them. */
  readonly names: readonly string[];
}

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

/** Every source file of every package. */
export function readSources(): readonly SourceFile[] {
  return readdirSync(packages).flatMap((name) => {
    const root = join(packages, name, 'src');
    return filesUnder(root).map((file) => readSource(`${name}/${file}`, readFileSync(join(root, file), 'utf8')));
  });
}

export function readSource(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const globals = new Set<string>();
  const words = new Set<string>();
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier)
      imports.push({ target: targetOf(path, specifier.text), typeOnly: isTypeOnly(node), names: namesOf(node) });
    else if (ts.isIdentifier(node)) {
      words.add(node.text);
      if (isFree(node)) globals.add(globalName(node));
    } else if (ts.isStringLiteralLike(node)) words.add(node.text);
    ts.forEachChild(node, (child) => {
      if (child !== specifier) visit(child);
    });
  };
  visit(file);
  return { path, imports, globals: [...globals], words };
}

function filesUnder(root: string): readonly string[] {
  try {
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
      .sort();
  } catch {
    return [];
  }
}

function specifierOf(node: ts.Node): ts.StringLiteral | undefined {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
  return specifier && ts.isStringLiteral(specifier) ? specifier : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) {
    const named = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : undefined;
    return node.isTypeOnly || named?.every((element) => element.isTypeOnly) === true;
  }
  const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
  if (!clause) return false;
  const named = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
  const onlyTypes = !clause.name && named.length > 0 && named.every((element) => element.isTypeOnly);
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || onlyTypes;
}

function namesOf(node: ts.Node): readonly string[] {
  if (!ts.isImportDeclaration(node)) return [];
  const bindings = node.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text);
}

/** `@shotcaller/core` is its index; a deeper way in keeps its name. */
function targetOf(path: string, specifier: string): string {
  if (specifier === '@shotcaller/core') return 'core/index.ts';
  if (specifier === 'shotcaller') return 'shotcaller/index.ts';
  if (specifier === '@shotcaller/simulator') return 'simulator/index.ts';
  if (specifier === 'shotcaller/simulator') return 'shotcaller/simulator.ts';
  if (!specifier.startsWith('.')) return specifier;
  return posix.normalize(posix.join(posix.dirname(path), specifier)).replace(/^(?:\.\.\/)+([a-z-]+)\/src\//, '$1/');
}

/** An identifier that stands for itself: no name of a property, a declaration or an import. */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent)) return false;
  const named = parent as { readonly name?: ts.Node; readonly propertyName?: ts.Node };
  return named.name !== node && named.propertyName !== node;
}

function globalName(node: ts.Identifier): string {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return `${node.text}.${parent.name.text}`;
  if (ts.isNewExpression(parent) && parent.expression === node && (parent.arguments?.length ?? 0) === 0) {
    return `new ${node.text}()`;
  }
  return node.text;
}
