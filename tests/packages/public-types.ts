import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A name that somebody meets and cannot import. */
export interface Hole {
  readonly name: string;
  /** The exported name whose declaration leads to it. */
  readonly metIn: string;
}

const built = (path: string) => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));

/** The built declarations of each door of a package that is published. */
export const doors: Readonly<Record<string, string>> = {
  '@shotcaller/core': built('core/dist/index.d.ts'),
  shotcaller: built('shotcaller/dist/index.d.ts'),
  '@shotcaller/simulator': built('simulator/dist/index.d.ts'),
};

/** Doors that speak in the types of the others. */
export const furtherDoors: Readonly<Record<string, string>> = {
  'shotcaller/ai-sdk': built('shotcaller/dist/ai-sdk.d.ts'),
  'shotcaller/testing': built('shotcaller/dist/testing.d.ts'),
};

export interface PublicTypes {
  /** Names that public declarations use and the door does not export. */
  readonly holes: readonly Hole[];
  /** Error classes that a docstring says are thrown and the door does not export. */
  readonly unexportedErrors: readonly Hole[];
  readonly exported: readonly string[];
  /** Exports of ours without a docstring. */
  readonly undocumented: readonly string[];
}

/** Reads a declaration file as a user's compiler does, from its exports down to every type that they name. */
export function readPublicTypes(path: string, sources: Readonly<Record<string, string>> = {}): PublicTypes {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    strict: true,
    // What is handed in as text needs no library, and is read in a tenth of the time.
    noLib: path in sources,
  };
  const host = ts.createCompilerHost(options);
  const readFromDisk = host.getSourceFile;
  host.getSourceFile = (name, ...rest) => {
    const text = sources[name];
    return text === undefined ? readFromDisk(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([path], options, host);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) throw new Error(`${path} exports nothing: build first`);

  const whole = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [whole(symbol), symbol.name]));
  const exportedNames = new Set(exported.values());
  const holes = new Map<string, Hole>();
  const unexportedErrors = new Map<string, Hole>();
  const seen = new Set(exported.keys());
  const toRead = [...exported].map(([symbol, metIn]) => ({ symbol, metIn }));
  const isOurs = ({ fileName }: ts.SourceFile) => fileName in sources || /\/packages\/[a-z]+\/dist\//.test(fileName);

  function meet(named: ts.Symbol | undefined, metIn: string): void {
    if (!named) return;
    const symbol = whole(named);
    const { declarations = [] } = symbol;
    const isType = symbol.flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Value);
    const isParameter = symbol.flags & ts.SymbolFlags.TypeParameter;
    if (!isType || isParameter || seen.has(symbol) || !declarations.some((node) => isOurs(node.getSourceFile())))
      return;
    seen.add(symbol);
    holes.set(symbol.name, { name: symbol.name, metIn });
    toRead.push({ symbol, metIn });
  }

  function read(node: ts.Node, metIn: string): void {
    if (ts.isClassElement(node) && ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) return;
    if (ts.isTypeReferenceNode(node)) meet(checker.getSymbolAtLocation(node.typeName), metIn);
    if (ts.isExpressionWithTypeArguments(node)) meet(checker.getSymbolAtLocation(node.expression), metIn);
    if (ts.isImportTypeNode(node) && node.qualifier) meet(checker.getSymbolAtLocation(node.qualifier), metIn);
    for (const name of thrownIn(node)) {
      if (!exportedNames.has(name)) unexportedErrors.set(name, { name, metIn });
    }
    ts.forEachChild(node, (child) => read(child, metIn));
  }

  for (let next = toRead.shift(); next; next = toRead.shift()) {
    for (const declaration of next.symbol.declarations ?? []) {
      if (isOurs(declaration.getSourceFile())) read(declaration, next.metIn);
    }
  }
  const isUndocumented = ({ declarations = [] }: ts.Symbol) =>
    declarations.some((node) => isOurs(node.getSourceFile())) &&
    !declarations.some((node) => ts.getJSDocCommentsAndTags(node).length > 0);
  return {
    holes: [...holes.values()],
    unexportedErrors: [...unexportedErrors.values()],
    exported: [...exportedNames],
    undocumented: [...exported].flatMap(([symbol, name]) => (isUndocumented(symbol) ? name : [])),
  };
}

/** The libraries that a door's declarations, and those beside them, import: whether npm installs each with them, and its types in it. */
export function librariesOf(path: string): readonly { readonly name: string; readonly comesWithTypes: boolean }[] {
  const dist = dirname(path);
  const read = createRequire(path);
  const { dependencies = {}, peerDependencies = {} } = read('../package.json') as Dependencies;
  const comesWithTypes = (name: string) => {
    const { types, exports } = read(`${name}/package.json`) as Typed;
    return name in { ...dependencies, ...peerDependencies } && (types ?? JSON.stringify(exports ?? '').includes('.d.'));
  };
  const names = readdirSync(dist)
    .filter((file) => file.endsWith('.d.ts'))
    .flatMap((file) => ts.preProcessFile(readFileSync(join(dist, file), 'utf8')).importedFiles)
    .map(({ fileName }) => fileName)
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
  return [...new Set(names)].map((name) => ({ name, comesWithTypes: Boolean(comesWithTypes(name)) }));
}

interface Dependencies {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Typed {
  readonly types?: string;
  readonly exports?: unknown;
}

/** Errors that belong to the language or to Node. */
const commonErrors = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError', 'AggregateError']);

/** Error classes that the docstrings of `node` name after "throws" or "rejects with". */
function thrownIn(node: ts.Node): readonly string[] {
  return ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .flatMap((comment) => [
      ...comment
        .getText()
        .matchAll(/(?:@?throws|rejects with)\s+`?\{?([A-Z]\w*(?:Error|Failure|Refused|Broken|Unreadable))/gi),
    ])
    .map(([, name = '']) => name)
    .filter((name) => !commonErrors.has(name));
}
